"""Has the kernel send a Mobility Header, as UMIP's mobile node does, and prints the one that comes back.

Arguments: the home address, the home agent's address, the header in hexadecimal digits with a checksum of 0. It goes
out again after 1.5 s with the next sequence number, as UMIP's does; an answer must have the number sent last.
"""
import socket
import sys

TRIES = 5
SECONDS = 1.5
SEQUENCE_NUMBER = slice(6, 8)
# A Binding Acknowledgement has a status and flags before it.
ACKNOWLEDGED = slice(8, 10)

home, agent, text = sys.argv[1:]
header = bytearray.fromhex(text)
with socket.socket(socket.AF_INET6, socket.SOCK_RAW, 135) as mobility:
    mobility.bind((home, 0))
    mobility.settimeout(SECONDS)
    first = int.from_bytes(header[SEQUENCE_NUMBER])
    for number in range(first, first + TRIES):
        header[SEQUENCE_NUMBER] = number.to_bytes(2)
        mobility.sendto(header, (agent, 0))
        try:
            answer = mobility.recv(2048)
            while answer[ACKNOWLEDGED] != header[SEQUENCE_NUMBER]:
                answer = mobility.recv(2048)
        except TimeoutError:
            continue
        print(answer.hex())
        sys.exit()
sys.exit("no answer")
