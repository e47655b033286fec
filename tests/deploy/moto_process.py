"""The process that moto's server runs in: says its port on stdout, and ends when its stdin does.

So it leaves with the test run however that ends, killed included, and no port is guessed.
"""

import sys

from moto.server import ThreadedMotoServer


def main() -> None:
    """Serve on a free port of the loopback interface."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    print(server.get_host_and_port()[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
