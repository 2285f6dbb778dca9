# Joins the terminal NAME of this node beside who uses it, and speaks tmux's control mode.
# Arguments: directory, name, flags of the client.
at=$1 name=$2 flags=$3
tmux -S "$at/tmux" has-session -t "=$name" || exit 3
: "${HOME:=/root}" "${LANG:=C.UTF-8}"
export HOME LANG
unset TMUX TMUX_PANE ENV BASH_ENV
printf 'nonce %s\n' "$(cat "$at/nonce")"
exec tmux -u -S "$at/tmux" -C attach-session -t "=$name" -f "$flags"
