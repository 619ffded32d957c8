#!/usr/bin/env bash
# Trains networks with mlpfast, loads their files into PyTorch, and compares the predictions. Runs from a fresh clone.
# Exit code 0 if they agree, 1 if not, 2 if PyTorch is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python=${PYTHON:-/usr/bin/python3} # where the distribution's package puts PyTorch
if ! "$python" -c 'import numpy, torch'; then
    echo "PyTorch is missing. On Debian: apt-get install python3-torch" >&2
    exit 2
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build -c Release --verbosity quiet src/MlpFast.Cli

mlpfast() { dotnet run -c Release --no-build --project src/MlpFast.Cli -- "$@" > "$work/output.txt" || { cat "$work/output.txt"; exit 1; }; }
compare() { # MODEL SAMPLES
    mlpfast predict "$1" "$2" --out "$work/predictions.csv"
    "$python" tests/interop/check_pytorch.py check "$1" "$2" "$work/predictions.csv"
}

"$python" tests/interop/check_pytorch.py samples "$work"

mlpfast train digits --out "$work/digits.safetensors"
compare "$work/digits.safetensors" "$work/digits.csv"

for activation in sigmoid relu tanh identity; do
    mlpfast train "$work/values.csv" --target y --task regression --layers 16,8 --activation "$activation" --epochs 5 \
        --out "$work/$activation.safetensors"
    compare "$work/$activation.safetensors" "$work/values.csv"
done
