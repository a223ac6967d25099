# zsh completion of reservoir. In ~/.zshrc, after compinit: source <(reservoir completion zsh)
_reservoir() {
  local -a found
  found=(${(f)"$("$words[1]" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( $#found )); then
    compadd -- $found
  else
    _files
  fi
}
compdef _reservoir reservoir
