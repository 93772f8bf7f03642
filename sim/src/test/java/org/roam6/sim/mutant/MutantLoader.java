package org.roam6.sim.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodBuilder;
import java.lang.classfile.MethodElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roam6.sim.mutant.Mutant.Replacement;

/**
 * Loads Roam6's classes anew, with a defect in them. In a class that a mutant changes, the method in question gets
 * another name and in its place stands one that calls the mutant's; where the mutant's own class has a method
 * {@code original} of the same parameters, that calls the method under its other name.
 */
public final class MutantLoader extends ClassLoader {

  private static final String OURS = "org.roam6.";
  private static final String SUFFIX = "$original";

  private final Mutant mutant;
  private final List<Replacement> done = new ArrayList<>();

  private MutantLoader(Mutant mutant) {
    super(MutantLoader.class.getClassLoader());
    this.mutant = mutant;
  }

  /**
   * Calls the public static method {@code method} of {@code type}, loaded with the mutant, which takes and gives a
   * text.
   *
   * @throws IllegalStateException where the mutant does not fit the product any more
   */
  public static String call(Mutant mutant, Class<?> type, String method, String argument) {
    MutantLoader loader = new MutantLoader(mutant);
    try {
      for (Replacement replacement : mutant.replacements()) {
        Class.forName(replacement.target(), true, loader);
      }
      if (loader.done.size() != mutant.replacements().size()) {
        throw new IllegalStateException(
            "mutant " + mutant + " wants to replace " + mutant.replacements() + ", and there is only " + loader.done);
      }
      Object result =
          Class.forName(type.getName(), true, loader).getMethod(method, String.class).invoke(null, argument);
      return String.valueOf(result);
    } catch (InvocationTargetException failure) {
      throw new IllegalStateException("under mutant " + mutant + ": " + failure.getCause(), failure.getCause());
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException("mutant " + mutant, failure);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS) || name.startsWith("org.roam6.sim.mutant.Replaces")
        || name.startsWith("org.roam6.sim.mutant.Planted")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] octets = changed(name, in.readAllBytes());
      return defineClass(name, octets, 0, octets.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private byte[] changed(String name, byte[] octets) {
    byte[] changed = octets;
    for (Replacement replacement : mutant.replacements()) {
      if (replacement.target().equals(name)) {
        changed = transform(changed, (builder, element) -> replace(builder, element, replacement));
      }
    }
    if (name.equals(mutant.implementation())) {
      changed = transform(changed, this::rewire);
    }
    return changed;
  }

  private interface Change {
    void apply(ClassBuilder builder, ClassElement element);
  }

  private static byte[] transform(byte[] octets, Change change) {
    ClassFile file = ClassFile.of();
    return file.transformClass(file.parse(octets), change::apply);
  }

  private void replace(ClassBuilder builder, ClassElement element, Replacement replacement) {
    if (!(element instanceof MethodModel method) || !isTarget(method, replacement)) {
      builder.with(element);
      return;
    }
    done.add(replacement);
    int open = method.flags().flagsMask() & ~ClassFile.ACC_PRIVATE;
    builder.withMethod(
        method.methodName().stringValue() + SUFFIX, method.methodTypeSymbol(), open, copy -> copyOf(method, copy));
    builder.withMethodBody(
        method.methodName().stringValue(),
        method.methodTypeSymbol(),
        method.flags().flagsMask(),
        code -> {
          loadParameters(code, replacement.type());
          code.invokestatic(ClassDesc.of(mutant.implementation()), replacement.method(), replacement.type());
          code.return_(TypeKind.from(replacement.type().returnType()));
        });
  }

  /** All but the flags, which are other ones. */
  private static void copyOf(MethodModel method, MethodBuilder copy) {
    for (MethodElement element : method) {
      if (!(element instanceof AccessFlags)) {
        copy.with(element);
      }
    }
  }

  private static boolean isTarget(MethodModel method, Replacement replacement) {
    return method.methodName().equalsString(replacement.method())
        && withReceiver(method, replacement.target()).equals(replacement.type());
  }

  private static MethodTypeDesc withReceiver(MethodModel method, String owner) {
    MethodTypeDesc type = method.methodTypeSymbol();
    boolean isStatic = (method.flags().flagsMask() & ClassFile.ACC_STATIC) != 0;
    return isStatic ? type : type.insertParameterTypes(0, ClassDesc.of(owner));
  }

  private static void loadParameters(CodeBuilder code, MethodTypeDesc type) {
    int slot = 0;
    for (ClassDesc parameter : type.parameterList()) {
      TypeKind kind = TypeKind.from(parameter);
      code.loadLocal(kind, slot);
      slot += kind.slotSize();
    }
  }

  /** Lets each {@code original} of the mutant call what is replaced by the method of the same parameters. */
  private void rewire(ClassBuilder builder, ClassElement element) {
    Optional<Replacement> replaced =
        element instanceof MethodModel method && method.methodName().equalsString(Mutant.ORIGINAL)
            ? mutant.replacements().stream().filter(each -> method.methodTypeSymbol().equals(each.type())).findFirst()
            : Optional.empty();
    if (replaced.isEmpty()) {
      builder.with(element);
      return;
    }
    Replacement replacement = replaced.get();
    builder.withMethodBody(
        Mutant.ORIGINAL,
        replacement.type(),
        ClassFile.ACC_STATIC,
        code -> {
          loadParameters(code, replacement.type());
          call(code, replacement);
          code.return_(TypeKind.from(replacement.type().returnType()));
        });
  }

  private void call(CodeBuilder code, Replacement replacement) {
    ClassDesc owner = ClassDesc.of(replacement.target());
    String name = replacement.method() + SUFFIX;
    if (isStatic(replacement)) {
      code.invokestatic(owner, name, replacement.type());
    } else {
      code.invokevirtual(owner, name, replacement.type().dropParameterTypes(0, 1));
    }
  }

  private boolean isStatic(Replacement replacement) {
    try (InputStream in = getResourceAsStream(replacement.target().replace('.', '/') + ".class")) {
      if (in == null) {
        throw new IllegalStateException("no class " + replacement.target());
      }
      return ClassFile.of().parse(in.readAllBytes()).methods().stream()
          .filter(method -> isTarget(method, replacement))
          .anyMatch(method -> (method.flags().flagsMask() & ClassFile.ACC_STATIC) != 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
