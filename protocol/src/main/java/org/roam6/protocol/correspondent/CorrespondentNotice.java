package org.roam6.protocol.correspondent;

import org.roam6.protocol.Notice;
import org.roam6.protocol.binding.Lifetime;
import org.roam6.protocol.forwarding.DirectPath;
import org.roam6.wire.Ipv6Address;
import org.roam6.wire.iana.BindingAcknowledgementStatus;

/** What a correspondent node tells. It tells nothing of who asks for tokens: that is anybody's to ask, and counted. */
public sealed interface CorrespondentNotice extends Notice {

  @Override
  default Level level() {
    return Level.INFO;
  }

  /** Packets of a mobile node go straight to it. */
  record BindingCreated(DirectPath.Key binding, Ipv6Address careOfAddress, Lifetime granted)
      implements CorrespondentNotice {
    @Override
    public String text() {
      return binding.homeAddress() + " is at " + careOfAddress + " for " + granted + ", from "
          + binding.correspondent();
    }
  }

  /** A mobile node stays where it is. */
  record BindingRefreshed(DirectPath.Key binding, Lifetime granted) implements CorrespondentNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return binding.homeAddress() + " stays for " + granted + ", from " + binding.correspondent();
    }
  }

  /** A mobile node is somewhere else. */
  record CareOfAddressChanged(DirectPath.Key binding, Ipv6Address before, Ipv6Address after, Lifetime granted)
      implements CorrespondentNotice {
    @Override
    public String text() {
      return binding.homeAddress() + " moved from " + before + " to " + after + " for " + granted + ", from "
          + binding.correspondent();
    }
  }

  /** A mobile node has given its binding up. */
  record BindingDeleted(DirectPath.Key binding) implements CorrespondentNotice {
    @Override
    public String text() {
      return binding.homeAddress() + " wants its packets at home again, from " + binding.correspondent();
    }
  }

  /** The lifetime of a binding is over. */
  record BindingExpired(DirectPath.Key binding) implements CorrespondentNotice {
    @Override
    public String text() {
      return "the binding of " + binding.homeAddress() + " for " + binding.correspondent() + " has expired";
    }
  }

  /** A binding made way for another one: as many as may be are there. */
  record BindingDisplaced(DirectPath.Key binding) implements CorrespondentNotice {
    @Override
    public String text() {
      return "the binding of " + binding.homeAddress() + " for " + binding.correspondent()
          + " made way for another one";
    }
  }

  /** A mobile node cannot be reached where it said that it is. */
  record CareOfAddressUnreachable(DirectPath.Key binding, Ipv6Address careOfAddress)
      implements CorrespondentNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return binding.homeAddress() + " cannot be reached at " + careOfAddress + " from " + binding.correspondent()
          + ": its packets go to its home again";
    }
  }

  /** A mobile node was asked to renew its binding. */
  record RefreshRequested(DirectPath.Key binding) implements CorrespondentNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "asked " + binding.homeAddress() + " to renew its binding for " + binding.correspondent();
    }
  }

  /** So many bindings ended at once that nonces were given up: mobile nodes have to ask for new tokens. */
  record NoncesGivenUp(int left) implements CorrespondentNotice {
    @Override
    public Level level() {
      return Level.WARNING;
    }

    @Override
    public String text() {
      return "gave up nonces, as too many bindings ended: " + left + " left";
    }
  }

  /** A Binding Update was refused, and its sender told so: mostly one with old tokens, who will get new ones. */
  record BindingUpdateRefused(Ipv6Address homeAddress, BindingAcknowledgementStatus status)
      implements CorrespondentNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "refused a Binding Update of " + homeAddress + ": status " + status.code() + " " + status;
    }
  }

  /** A Binding Update was met with silence. */
  record BindingUpdateDiscarded(Ipv6Address source, DiscardCause cause) implements CorrespondentNotice {
    @Override
    public Level level() {
      return Level.DEBUG;
    }

    @Override
    public String text() {
      return "discarded a Binding Update from " + source + ": " + cause;
    }
  }
}
