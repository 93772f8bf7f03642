"""Says to all who listen what the kernel says when the virtual machine goes on from a snapshot."""
import socket

KOBJECT_UEVENT = 15
KERNEL_GROUP = 1
EVENT = ["change@/devices/platform/VMGENCTR:00", "ACTION=change", "SUBSYSTEM=platform", "NEW_VMGENID=1", "SEQNUM=1"]

with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, KOBJECT_UEVENT) as events:
    events.sendto(("\0".join(EVENT) + "\0").encode(), (0, KERNEL_GROUP))
