#!/usr/bin/env bash
# Ends with one sentence where the port is no port, or something already listens on it.
set -u
port=$1
if ! [[ $port =~ ^[0-9]{1,5}$ ]] || ((10#$port < 1 || 10#$port > 65535)); then
    echo "PORT is '$port': set it to a number from 1 to 65535, for example 'make demo PORT=8001'." >&2
    exit 1
fi
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    other=$((10#$port < 65535 ? 10#$port + 1 : 8000))
    echo "Port $port is in use: stop what serves there, or choose another with 'make demo PORT=$other'." >&2
    exit 1
fi
