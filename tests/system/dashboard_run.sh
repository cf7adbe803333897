#!/usr/bin/env bash
# The dashboard in a real window, by keyboard: adds an athlete, chooses an exercise, zeroes, records five repetitions
# of a virtual person at real speed, corrects one in the Review and looks at the other views. Then the session has
# to be in the store, with the correction beside it.
#
#   dashboard_run.sh DASHBOARD POISE [FOLDER]   pictures of the views go to FOLDER where ImageMagick is there
set -euo pipefail
dashboard=$1 poise=$2 pictures=${3-}
for tool in Xvfb xdotool; do
  command -v "$tool" >/dev/null || { echo "skipped: $tool is not there"; exit 77; }
done
work=$(mktemp -d)
store=$work/poise.db
export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data LIBGL_ALWAYS_SOFTWARE=1
window_pid= xvfb_pid=
clean_up() {
  for pid in $window_pid $xvfb_pid; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
fail() { echo "failed: $*" >&2; cat "$work/log" >&2 || true; exit 1; }

# The server chooses a display number that is free and writes it down.
Xvfb -displayfd 3 -screen 0 1280x800x24 3>"$work/display" 2>/dev/null &
xvfb_pid=$!
for _ in $(seq 100); do [ -s "$work/display" ] && break; sleep 0.1; done
[ -s "$work/display" ] || fail "Xvfb did not start"
export DISPLAY=:$(cat "$work/display")

"$dashboard" --store "$store" --size 1280x800 --device 'sim:squat?seed=3&reps=5' --stats 2>"$work/log" &
window_pid=$!
window=$(timeout 60 xdotool search --sync --onlyvisible --name '^Poise$' | head -1) || fail "no window"
xdotool windowfocus --sync "$window" || true

press() { for key in "$@"; do xdotool key "$key"; sleep 0.25; done; }
picture() {
  if [ -n "$pictures" ] && command -v import >/dev/null; then
    mkdir -p "$pictures"
    import -window root "$pictures/$1.png"
  fi
}
# Waits until the store has a finished session of that many counted repetitions; $1 seconds at most.
wait_for_session() {
  for _ in $(seq "$1"); do
    sleep 1
    if "$poise" sessions --store "$store" --json 2>/dev/null | tr -d ' \n' | grep -q '"outcome":"complete"'; then return; fi
  done
  return 1
}

sleep 2
press 4 n                        # Athletes: a new one
xdotool type --delay 120 heron
sleep 0.5
press Return
sleep 1.5
picture athletes
press Return                     # and measure that one
picture live
press e s plus minus z           # single-leg squat, right leg; five repetitions; zero
press space
sleep 22
picture live-running
press f; sleep 1; picture athlete-view; press f
wait_for_session 90 || fail "no session of five repetitions in the store"
sleep 2
picture result
press 2; sleep 2                 # Review: correct the start of the second repetition, exclude the third, undo that
press Right comma comma comma
picture review-correcting
press Return; sleep 1.5
press Right x; sleep 1.5
press u; sleep 1.5
press t; sleep 0.5; picture review-overlay
press 3; sleep 2; picture progress
press 5; sleep 1; picture mat
press 6 Down Right; sleep 1; picture settings-dark
press 1
xdotool windowquit "$window" 2>/dev/null || kill "$window_pid"
for _ in $(seq 50); do kill -0 "$window_pid" 2>/dev/null || break; sleep 0.2; done
kill -0 "$window_pid" 2>/dev/null && fail "the window did not close"
cat "$work/log"

sessions=$("$poise" sessions --store "$store" --json | tr -d ' \n')
grep -q '"athlete":"heron"' <<<"$sessions" || fail "the session is not the athlete's: $sessions"
grep -q '"exercise":"single-leg-squat"' <<<"$sessions" || fail "another exercise: $sessions"
grep -aq 'start or end seen otherwise' "$store" "$store"-wal 2>/dev/null || fail "the correction is not kept"
grep -aq 'excluded by hand' "$store" "$store"-wal 2>/dev/null || fail "the exclusion is not kept"
grep -q 'dark = true' "$XDG_CONFIG_HOME/poise/dashboard.toml" || fail "the settings are not remembered"
echo "done: session and corrections are in the store"
