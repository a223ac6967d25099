# fish completion of reservoir. In ~/.config/fish/config.fish: reservoir completion fish | source
function __reservoir_complete
    set -l words (commandline -opc)
    set -l found ($words[1] __complete $words[2..] (commandline -ct) 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c reservoir -f -a '(__reservoir_complete)'
