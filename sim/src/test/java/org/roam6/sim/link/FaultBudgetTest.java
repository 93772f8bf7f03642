package org.roam6.sim.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A budget allows as many faults as it has, and none after its end. */
class FaultBudgetTest {

  @Test
  void itAllowsAsManyFaultsAsItHas() {
    FaultBudget budget = new FaultBudget(2);
    assertThat(budget.take()).isTrue();
    assertThat(budget.take()).isTrue();
    assertThat(budget.take()).isFalse();
    assertThat(budget.spent()).isEqualTo(2);
  }

  @Test
  void itAllowsNoneAfterItsEnd() {
    FaultBudget budget = new FaultBudget(10);
    assertThat(budget.take()).isTrue();
    budget.end();
    assertThat(budget.take()).isFalse();
    assertThat(budget.spent()).isEqualTo(1);
  }
}
