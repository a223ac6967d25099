# Sourced by bin/kafka-*: runs the command that the calling script is named after.
. "${BASH_SOURCE[0]%/*}/launch.sh"
. "${BASH_SOURCE[0]%/*}/cli.sh"
launch_cli "$(basename -- "$(readlink -f -- "$0")" .sh)" "$@"
