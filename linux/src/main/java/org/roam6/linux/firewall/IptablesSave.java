package org.roam6.linux.firewall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.roam6.linux.abi.In6;

/** Rules of the older ip6tables, as {@code ip6tables-save} prints them. */
public final class IptablesSave {

  private IptablesSave() {}

  /** The chains of a saved text that packets meet. What cannot be read asks for something that is not known. */
  public static List<FilterChain> read(String text) {
    List<FilterChain> chains = new ArrayList<>();
    Map<String, String> policies = new LinkedHashMap<>();
    Map<String, List<Rule>> rules = new LinkedHashMap<>();
    String table = "";
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.startsWith("*")) {
        table = line.substring(1);
        policies.clear();
        rules.clear();
      } else if (line.startsWith(":")) {
        String[] words = line.substring(1).split(" ", -1);
        policies.put(words[0], words.length > 1 ? words[1] : "-");
      } else if (line.startsWith("-A ")) {
        List<String> words = Arrays.asList(line.replaceAll("\"[^\"]*\"", "TEXT").split("\\s+", -1));
        rules.computeIfAbsent(words.get(1), chain -> new ArrayList<>()).add(new Saved(words.subList(2, words.size())));
      } else if (line.equals("COMMIT") && !table.equals("nat")) {
        for (Map.Entry<String, String> policy : policies.entrySet()) {
          chain(table, policy.getKey(), policy.getValue(), rules).ifPresent(chains::add);
        }
      }
    }
    return chains;
  }

  private static Optional<FilterChain> chain(
      String table, String name, String policy, Map<String, List<Rule>> rules) {
    return Arrays.stream(Hook.values())
        .filter(hook -> hook.name().equals(name) && !policy.equals("-"))
        .findFirst()
        .map(hook -> new FilterChain(
            "ip6tables table " + table + ", chain " + name, hook, Optional.empty(), policy.equals("DROP"),
            rules.getOrDefault(name, List.of()), rules));
  }

  /** One saved rule: its words behind the name of the chain. */
  private record Saved(List<String> words) implements Rule {

    @Override
    public boolean checksReversePath() {
      return words.contains("rpfilter") && words.contains("DROP");
    }

    @Override
    public Decision decide(Probe probe) {
      Truth applies = Truth.YES;
      boolean mentions = false;
      Verdict verdict = new Verdict.Continue();
      boolean inverse = false;
      for (int i = 0; i < words.size(); i++) {
        String option = words.get(i);
        String value = i + 1 < words.size() ? words.get(i + 1) : "";
        if (option.equals("!")) {
          inverse = true;
          continue;
        }
        if (option.equals("-j") || option.equals("-g")) {
          verdict = verdict(value, option.equals("-j"));
          // What follows is the target's.
          break;
        }
        if (option.startsWith("-") && !option.equals("-m")) {
          Truth holds = holds(option, value, probe);
          applies = applies.and(inverse ? holds.not() : holds);
          mentions |= option.equals("-p") || option.equals("--icmpv6-type") || option.equals("--mh-type");
          inverse = false;
        }
      }
      return applies == Truth.NO ? Decision.NONE : new Decision(applies, mentions, verdict);
    }

    private static Verdict verdict(String target, boolean back) {
      return switch (target) {
        case "ACCEPT" -> new Verdict.Accept();
        case "DROP", "REJECT" -> new Verdict.Drop();
        case "RETURN" -> new Verdict.Return();
        default -> new Verdict.Call(target, back);
      };
    }

    private static Truth holds(String option, String value, Probe probe) {
      Need need = probe.need();
      return switch (option) {
        case "-p" -> Truth.of(protocol(value) == need.protocol() || value.equals("all"));
        case "-i" -> probe.in().map(name -> named(value, name)).orElse(Truth.UNKNOWN);
        case "-o" -> probe.out().map(name -> named(value, name)).orElse(Truth.UNKNOWN);
        case "--icmpv6-type" -> Truth.of(value.equals(Integer.toString(need.icmpType())));
        case "--state", "--ctstate" ->
            Truth.of(Arrays.asList(value.split(",", -1)).contains(need.isNeighborDiscovery() ? "UNTRACKED" : "NEW"));
        case "--comment" -> Truth.YES;
        default -> Truth.UNKNOWN;
      };
    }

    private static Truth named(String pattern, String name) {
      return Truth.of(
          pattern.endsWith("+") ? name.startsWith(pattern.substring(0, pattern.length() - 1)) : name.equals(pattern));
    }

    private static int protocol(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "ipv6" -> In6.IPPROTO_IPV6;
        case "ipv6-icmp", "icmpv6" -> In6.IPPROTO_ICMPV6;
        case "mobility-header", "ipv6-mh", "mh" -> In6.IPPROTO_MH;
        case "udp" -> Need.PAYLOAD.protocol();
        default -> name.matches("\\d{1,3}") ? Integer.parseInt(name) : -1;
      };
    }
  }
}
