package org.roam6.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.roam6.interop.dissection.Dissection;

/** A test that makes namespaces and links, which only root may, and whose messages an independent reader looks at. */
@AsRoot
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(Dissection.class)
public @interface OnRealKernel {}
