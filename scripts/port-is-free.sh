#!/usr/bin/env bash
# Ends with one sentence where something already listens on the port.
set -u
port=$1
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    echo "Port $port is in use: stop what serves there, or choose another with 'make demo PORT=8001'." >&2
    exit 1
fi
