#!/usr/bin/env bash
# Ten virtual sessions in real time: `poise simulate` on a pseudo-terminal, `poise record` on the other end, and
# what was found beside what was done. Takes about five minutes; two sessions run at a time.
#
#   tests/system/ten_real_time_runs.sh [path of poise]
set -euo pipefail
poise=${1:-$(dirname "$0")/../../build/release/bin/poise}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

scenarios=(
  "squat?reps=4&seed=1"
  "squat?reps=4&seed=2&body_kg=120&left_share_pct=44&tempo_s=2"
  "squat?reps=4&seed=3&body_kg=50&depth_mm=250&shape=skewed"
  "single-leg-squat?side=left&reps=5&seed=3"
  "single-leg-squat?side=right&reps=4&seed=4&depth_mm=150"
  "single-leg-squat?side=left&reps=4&seed=5&tempo_s=2&pause_s=0.3&shape=two-phase"
  "bridge?reps=3&seed=6&left_share_pct=57"
  "bridge?reps=3&seed=7&hold_s=3&loss_pct=1"
  "single-leg-bridge?side=left&reps=3&seed=8"
  "single-leg-bridge?side=right&reps=3&seed=9&jitter_ms=20"
)

run() {
  local n=$1 scenario=$2 here=$work/$1
  local exercise=${scenario%%\?*} side=() reps
  mkdir -p "$here"
  [[ $scenario =~ side=(left|right) ]] && side=(--side "${BASH_REMATCH[1]}")
  [[ $scenario =~ reps=([0-9]+) ]] && reps=${BASH_REMATCH[1]}
  "$poise" simulate "sim:$scenario" --link "$here/mat" --truth "$here/truth.json" > "$here/simulate.log" &
  local mat=$!
  for _ in {1..50}; do [ -e "$here/mat" ] && break; sleep 0.1; done
  "$poise" record --device "$here/mat" --exercise "$exercise" "${side[@]}" --reps "$reps" --store "$here/poise.db" \
    --json > "$here/found.json" 2> "$here/record.log" || cat "$here/record.log"
  kill "$mat"
  wait "$mat" || true
  echo "$scenario" > "$here/scenario"
}

for i in 0 2 4 6 8; do
  run "$i" "${scenarios[i]}" &
  run "$((i + 1))" "${scenarios[i + 1]}" &
  wait
done

python3 - "$work" <<'PYTHON'
import json, pathlib, sys

print(f"{'scenario':<82} {'done':>4} {'found':>5} {'lost':>4} {'start':>6} {'bottom':>6} {'end':>6} {'depth':>6} {'share':>6} {'hold':>6}")
print(f"{'largest difference':<98} {'ms':>6} {'ms':>6} {'ms':>6} {'mm':>6} {'points':>6} {'ms':>6}")
for folder in sorted(pathlib.Path(sys.argv[1]).iterdir(), key=lambda path: int(path.name)):
    truth = json.loads((folder / "truth.json").read_text())
    found = json.loads((folder / "found.json").read_text())
    done, reps = truth["reps"], [rep for rep in found["reps"] if rep["valid"]]

    def worst(difference):
        values = [abs(v) for v in map(difference, done, reps) if v is not None]
        return f"{max(values):6.1f}" if values else f"{'--':>6}"

    def ms(key):
        return worst(lambda a, b: 1000 * (a[key] - b[key]))

    def hold(a, b):
        if "bridge" not in truth["exercise"]: return None
        return 1000 * (a["hold_end_s"] - a["hold_start_s"] - b["hold_s"])

    def share(a, b):
        return a["left_share_pct"] - b["left_share_pct"] if truth["side"] == "both" else None

    def depth(a, b):
        return a["depth_mm"] - b["depth_mm"] if "depth_mm" in b else None

    print(f"{(folder / 'scenario').read_text().strip():<82} {len(done):>4} {len(reps):>5} {found['lost_samples']:>4} "
          f"{ms('start_s')} {ms('bottom_s')} {ms('end_s')} {worst(depth)} {worst(share)} {worst(hold)}")
PYTHON
