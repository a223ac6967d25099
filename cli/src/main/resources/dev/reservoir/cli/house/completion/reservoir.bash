# bash completion of reservoir. In ~/.bashrc: source <(reservoir completion bash)
_reservoir() {
  local word words=() IFS=$'\n'
  # bash parts words at = and :, which stand in options and addresses.
  if declare -F _get_comp_words_by_ref >/dev/null; then
    local cur cword
    _get_comp_words_by_ref -n =: cur words cword
    words=("${words[@]:1:cword}")
  else
    words=("${COMP_WORDS[@]:1:COMP_CWORD}")
  fi
  COMPREPLY=()
  while read -r word; do
    COMPREPLY+=("$word")
  done < <("${COMP_WORDS[0]}" __complete "${words[@]}" 2>/dev/null)
  declare -F __ltrim_colon_completions >/dev/null && __ltrim_colon_completions "${words[-1]}"
}
complete -o default -F _reservoir reservoir
