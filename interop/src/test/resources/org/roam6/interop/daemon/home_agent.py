"""A home agent on the kernel's own mobility support, which does what UMIP's was captured doing; runs until killed.

Arguments: the home agent's address, its interface on the home link. The kernel takes Home Address options and writes
type 2 routing headers. As UMIP is late with the first answer, for it looks for duplicates of the home address, the
mobile node's second update is answered together with the first.
"""
import socket
import subprocess
import sys

AGENT, LINK = sys.argv[1:]
ACKNOWLEDGEMENT = 6
UPDATE = 5
ALTERNATE_CARE_OF_ADDRESS = 3


def ip(command):
    subprocess.run(["ip", "-6"] + command.split(), check=True)


def alternate_care_of_address(header):
    options = header[12:]
    while options:
        if options[0] == ALTERNATE_CARE_OF_ADDRESS:
            return socket.inet_ntop(socket.AF_INET6, options[2:18])
        options = options[1:] if options[0] == 0 else options[2 + options[1]:]
    raise ValueError("no Alternate Care-of Address option in " + header.hex())


def bind(home, care_of):
    ip(f"tunnel add tunnel0 mode ip6ip6 local {AGENT} remote {care_of} encaplimit none")
    ip("link set tunnel0 up")
    ip(f"route add {home}/128 dev tunnel0")
    ip(f"neigh add proxy {home} dev {LINK}")
    ip(f"xfrm state add src {AGENT} dst {home} proto route2 mode ro coa {care_of}")
    ip(f"xfrm policy add dir out src {AGENT} dst {home} proto 135 type 6"
       f" tmpl src {AGENT} dst {home} proto route2 mode ro level use")


def unbind(home):
    ip(f"xfrm policy delete dir out src {AGENT} dst {home} proto 135 type 6")
    ip(f"xfrm state delete src {AGENT} dst {home} proto route2")
    ip(f"neigh del proxy {home} dev {LINK}")
    ip("tunnel del tunnel0")


def acknowledge(mobility, home, header):
    header = bytes([59, 1, ACKNOWLEDGEMENT, 0, 0, 0, 0, 0]) + header[6:8] + header[10:12] + bytes([1, 2, 0, 0])
    mobility.sendto(header, (home, 0))


def serve(mobility):
    late = bound = None
    while True:
        header, (home, *_) = mobility.recvfrom(2048)
        if header[2] != UPDATE:
            continue
        print("update", header.hex(), flush=True)
        if header[10:12] == b"\0\0":
            unbind(home)
            acknowledge(mobility, home, header)
        elif late is None:
            late = header
        elif bound is None:
            bound = alternate_care_of_address(header)
            bind(home, bound)
            acknowledge(mobility, home, late)
            acknowledge(mobility, home, header)
        else:
            acknowledge(mobility, home, header)


ip("xfrm state add src :: dst :: proto hao mode ro flag wildrecv coa ::")
ip(f"xfrm policy add dir in src ::/0 dst {AGENT} proto 135 tmpl src :: dst :: proto hao mode ro level use")
with socket.socket(socket.AF_INET6, socket.SOCK_RAW, 135) as raw:
    raw.bind((AGENT, 0))
    print("ready", flush=True)
    serve(raw)
