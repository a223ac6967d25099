# A terminal of PagesTest: runs the commands that it reads, each with its own input and output, in one shell, so that
# `cd`, variables and background jobs last from one to the next.
set -m         # a process group for each command, to be interrupted as Ctrl+C would
trap : INT     # the shell itself goes on
while IFS= read -r -d '' command && IFS= read -r -d '' input && IFS= read -r -d '' output; do
  eval "$command" <"$input" >"$output" 2>&1
  echo $? >"$output.part"
  mv "$output.part" "$output.code"
done
