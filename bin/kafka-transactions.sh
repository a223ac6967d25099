#!/usr/bin/env bash
. "$(dirname "$(readlink -f "$0")")/lib/kafka-command.sh"
