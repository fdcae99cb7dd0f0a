#!/usr/bin/env bash
# apart.sh FOLDER JOBS: builds the last commit in this folder, with nothing from earlier builds.
set -euo pipefail
folder=$1 jobs=$2
mkdir -p "$folder"
git archive HEAD | tar -x -C "$folder"
cp -al node_modules "$folder/node_modules"
cd "$folder"
export CCACHE_DISABLE=1
cmake --preset release -DGATEHOUSE_SUITES=OFF
ninja -C build/release -j "$jobs" gatehouse
