package org.roam6.interop.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.roam6.interop.OnRealKernel;
import org.roam6.linux.feature.KernelFeature;
import org.roam6.linux.host.InstanceLock;
import org.roam6.linux.host.KernelFeatures;
import org.roam6.linux.namespace.ThrowAwayThread;

@OnRealKernel
final class OneInstanceTest {

  @Test
  void aSecondOneInTheSameNamespaceIsRefused() throws IOException {
    ThrowAwayThread.inNewNetwork(() -> {
      try (InstanceLock first = InstanceLock.acquire().orElseThrow()) {
        assertThat(first).isNotNull();
        assertThat(InstanceLock.acquire()).isEmpty();
        boolean elsewhere = ThrowAwayThread.inNewNetwork(() -> {
          var other = InstanceLock.acquire();
          other.ifPresent(InstanceLock::close);
          return other.isPresent();
        });
        assertThat(elsewhere).isTrue();
      }
      InstanceLock.acquire().orElseThrow().close();
      return true;
    });
  }

  @Test
  void lackingFeaturesAreNamedWithTheirCure() throws IOException {
    KernelFeatures features = ThrowAwayThread.inNewNetwork(KernelFeatures::probe);
    assertThat(features.has(KernelFeature.OPTIMISTIC_DAD)).isTrue();
    assertThat(features.has(KernelFeature.NF_TABLES)).isTrue();
    features.missing().forEach((feature, lack) ->
        assertThat(lack.getMessage()).contains(feature.description(), feature.cure()));
  }
}
