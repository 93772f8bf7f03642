package org.roam6.linux.firewall;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A chain that packets meet by themselves, with those that it calls. */
public final class FilterChain {

  /** So deep are calls followed: the kernel allows no more. */
  private static final int DEEPEST = 16;

  /** So many rules are tried: chains that call one another many times would take for ever. */
  private static final int MOST_RULES = 100_000;

  /**
   * What a chain does to a packet that is needed.
   *
   * @param need the packet
   * @param certain whether it always does, as far as can be seen
   */
  public record Loss(Need need, boolean certain) {}

  private final String name;
  private final Hook hook;
  private final Optional<String> device;
  private final boolean dropsOthers;
  private final List<Rule> rules;
  private final Map<String, List<Rule>> callable;

  /**
   * A chain.
   *
   * @param name how its owner finds it
   * @param hook where packets meet it
   * @param device the interface whose packets it is for; empty for all
   * @param dropsOthers whether it drops what no rule decides
   * @param rules its rules
   * @param callable the rules of the chains that may be called, by their names
   */
  FilterChain(
      String name,
      Hook hook,
      Optional<String> device,
      boolean dropsOthers,
      List<Rule> rules,
      Map<String, List<Rule>> callable) {
    this.name = name;
    this.hook = hook;
    this.device = device;
    this.dropsOthers = dropsOthers;
    this.rules = List.copyOf(rules);
    this.callable = Map.copyOf(callable);
  }

  /** How its owner finds it. */
  public String name() {
    return name;
  }

  /** Where packets meet it. */
  public Hook hook() {
    return hook;
  }

  /** Whether a rule, here or in a chain that is called, drops what would not go back by the way that it came. */
  public boolean checksReversePath() {
    Walk walk = new Walk(new Probe(Need.PAYLOAD, Optional.empty(), Optional.empty()));
    walk.through(rules, 0);
    return walk.checksReversePath;
  }

  /**
   * Whether the chain drops a packet.
   *
   * @param in the interface that it comes in on, where that is known
   * @param out the interface that it leaves by, where that is known
   */
  public Optional<Loss> loss(Need need, Optional<String> in, Optional<String> out) {
    if (device.isPresent() && in.or(() -> out).isPresent() && !device.equals(in.or(() -> out))) {
      return Optional.empty();
    }
    Walk walk = new Walk(new Probe(need, in, out));
    Verdict end = walk.through(rules, 0);
    boolean dropped = switch (end) {
      case Verdict.Drop _ -> true;
      case Verdict.Accept _ -> false;
      case Verdict.Continue _, Verdict.Return _, Verdict.Call _ -> dropsOthers;
    };
    return dropped || walk.maybeDropped
        ? Optional.of(new Loss(need, dropped && !walk.maybeAccepted))
        : Optional.empty();
  }

  private final class Walk {
    private final Probe probe;
    private boolean maybeDropped;
    private boolean maybeAccepted;
    private boolean checksReversePath;
    private int tried;

    Walk(Probe probe) {
      this.probe = probe;
    }

    Verdict through(List<Rule> some, int depth) {
      for (Rule rule : some) {
        tried++;
        if (tried > MOST_RULES) {
          maybeAccepted = true;
          return new Verdict.Continue();
        }
        Rule.Decision decision = rule.decide(probe);
        checksReversePath |= decision.applies() != Truth.NO && rule.checksReversePath();
        Verdict verdict = switch (decision.applies()) {
          case NO -> new Verdict.Continue();
          case UNKNOWN -> perhaps(decision, depth);
          case YES -> follow(decision.verdict(), depth);
        };
        if (!(verdict instanceof Verdict.Continue)) {
          return verdict;
        }
      }
      return new Verdict.Continue();
    }

    private Verdict follow(Verdict verdict, int depth) {
      if (!(verdict instanceof Verdict.Call(String chain, boolean back))) {
        return verdict;
      }
      if (depth == DEEPEST) {
        return new Verdict.Continue();
      }
      Verdict end = through(callable.getOrDefault(chain, List.of()), depth + 1);
      return switch (end) {
        case Verdict.Accept _, Verdict.Drop _ -> end;
        // What follows a goto is the caller's caller's business: the same as a return.
        case Verdict.Continue _, Verdict.Return _, Verdict.Call _ ->
            back ? new Verdict.Continue() : new Verdict.Return();
      };
    }

    private Verdict perhaps(Rule.Decision decision, int depth) {
      switch (follow(decision.verdict(), depth)) {
        case Verdict.Drop _ -> maybeDropped |= decision.mentions();
        case Verdict.Accept _ -> maybeAccepted = true;
        case Verdict.Continue _, Verdict.Return _, Verdict.Call _ -> {}
      }
      return new Verdict.Continue();
    }
  }
}
