package org.roam6.protocol.homeagent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.Ipv6Prefix;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

/**
 * Who may register from where: the first rule that fits a Binding Update decides, and where none does it is accepted.
 * It is asked of Binding Updates that are authentic and ask for a binding, never of those that end one.
 *
 * @param rules in the order in which they are tried
 */
public record RegistrationPolicy(List<Rule> rules) {

  /** Everybody who may register at all may do so from everywhere. */
  public static final RegistrationPolicy OPEN = new RegistrationPolicy(List.of());

  /** Takes a copy of the list. */
  public RegistrationPolicy {
    rules = List.copyOf(rules);
  }

  /**
   * A rule; all that it names has to fit.
   *
   * @param homes the home addresses, by prefixes; empty for all
   * @param visited the visited networks: prefixes of care-of addresses; empty for all
   * @param identifiers the mobile nodes, by their network access identifiers; empty for all
   * @param decision what becomes of the Binding Update
   */
  public record Rule(
      List<Ipv6Prefix> homes, List<Ipv6Prefix> visited, List<String> identifiers, Decision decision) {

    /** Takes copies of the lists. */
    public Rule {
      homes = List.copyOf(homes);
      visited = List.copyOf(visited);
      identifiers = List.copyOf(identifiers);
    }

    private boolean fits(Ipv6Address home, Ipv6Address careOf, Optional<String> identifier) {
      return (homes.isEmpty() || homes.stream().anyMatch(prefix -> prefix.contains(home)))
          && (visited.isEmpty() || visited.stream().anyMatch(prefix -> prefix.contains(careOf)))
          && (identifiers.isEmpty() || identifier.filter(identifiers::contains).isPresent());
    }
  }

  /** What becomes of a Binding Update. */
  public sealed interface Decision {}

  /**
   * It is accepted.
   *
   * @param maximumLifetime the longest lifetime that is granted
   * @param maximumBindings how many home addresses a mobile node may have registered at once; at least 1
   */
  public record Accept(Duration maximumLifetime, int maximumBindings) implements Decision {

    /** Within what is allowed to all. */
    public static final Accept FREELY = new Accept(Lifetime.LONGEST.duration(), Integer.MAX_VALUE);

    /** Checks the bound on bindings. */
    public Accept {
      if (maximumBindings < 1) {
        throw new IllegalArgumentException("maximumBindings " + maximumBindings + " is less than 1");
      }
    }
  }

  /**
   * It is refused.
   *
   * @param status what the mobile node is told, 128 or greater
   */
  public record Refuse(BindingAcknowledgementStatus status) implements Decision {
    /** Refuses what would mean that it is accepted. */
    public Refuse {
      if (BindingAcknowledgementStatus.isAccepted(status.code())) {
        throw new IllegalArgumentException("status " + status + " is no refusal");
      }
    }
  }

  /**
   * What was decided.
   *
   * @param rule the number of the rule, from 1 on; 0 where none fits
   * @param decision its decision
   */
  record Ruling(int rule, Decision decision) {}

  /** What {@code request} gets. */
  Ruling rule(BindingRequest request) {
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      if (rule.fits(request.homeAddress(), request.careOfAddress(), request.protection().identifier())) {
        return new Ruling(i + 1, rule.decision());
      }
    }
    return new Ruling(0, Accept.FREELY);
  }

  /** The longest lifetime that {@code request} may be granted. */
  Lifetime maximumLifetime(BindingRequest request) {
    return switch (rule(request).decision()) {
      case Accept(Duration maximumLifetime, _) -> Lifetime.notLongerThan(maximumLifetime);
      // It was accepted when it came, and is in the midst of duplicate address detection.
      case Refuse _ -> Lifetime.LONGEST;
    };
  }
}
