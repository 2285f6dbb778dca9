# What runs in a shell's terminal: bash, and after `exit` another one.
# An interrupt while no bash is there must not end the loop; the trap is not inherited.
trap : INT QUIT TSTP
at=${0%/*}
read -r nonce <"$at/nonce"
cd || cd /
while :; do
    bash --noprofile --rcfile "$at/bashrc" -i
    printf '\033]133;E;%s;%s\007' "$nonce" "$?"
    sleep 0.1
done
