# fish completion of reservoir. In ~/.config/fish/config.fish: reservoir completion fish | source
function __reservoir_complete
    set -l words (commandline -opc)
    $words[1] __complete $words[2..] (commandline -ct) 2>/dev/null
end
complete -c reservoir -a '(__reservoir_complete)'
