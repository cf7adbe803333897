#!/usr/bin/env bash
# The dashboard in a real window, by keyboard: adds an athlete, chooses an exercise, zeroes, records five repetitions
# of a virtual person, corrects one in the Review, looks at the other views, changes settings and the window's size.
# Then the session has to be in the store with the correction beside it, the settings in their file, and not more
# frames drawn than promised. It waits for what the window's title and the store say, never for a time.
#
#   dashboard_run.sh DASHBOARD POISE [FOLDER]   pictures of the views go to FOLDER where ImageMagick is there
#   SPEED=1 dashboard_run.sh …                  the virtual person at real speed instead of four times that
#
# Exit status 77: Xvfb or xdotool is not there.
set -euo pipefail
dashboard=$1 poise=$2 pictures=${3-} speed=${SPEED-4}
for tool in Xvfb xdotool; do
  command -v "$tool" >/dev/null || { echo "skipped: $tool is not there"; exit 77; }
done
work=$(mktemp -d)
store=$work/poise.db settings=$work/config/poise/dashboard.toml
export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data LIBGL_ALWAYS_SOFTWARE=1
window_pid='' xvfb_pid=''
clean_up() {
  for pid in $window_pid $xvfb_pid; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
title() { xdotool getwindowname "$window" 2>/dev/null || true; }
fail() {
  echo "failed: $* (the window's title: $(title))" >&2
  cat "$work/log" >&2 || true
  exit 1
}

# until_true SECONDS WHAT COMMAND…: a tenth of a second between looks.
until_true() {
  local tenths=$(($1 * 10)) what=$2
  shift 2
  while ! "$@"; do
    ((tenths-- > 0)) || fail "$what"
    kill -0 "$window_pid" 2>/dev/null || fail "the dashboard ended: $what"
    sleep 0.1
  done
}
titled() { [[ $(title) =~ $1 ]]; }
until_titled() { until_true "${2-30}" "no title like \"$1\"" titled "$1"; }
kept() { [[ $("$poise" "${@:2}" --store "$store" --json 2>/dev/null | tr -d ' \n') =~ $1 ]]; }
not_kept() { ! kept "$@"; }
written() { grep -q "$1" "$settings" 2>/dev/null; }

press() { for key in "$@"; do xdotool key "$key"; done; }
picture() {
  [ -n "$pictures" ] && command -v import >/dev/null || return 0
  mkdir -p "$pictures"
  sleep 0.5
  import -window root "$pictures/$1.png"
}

# The server chooses a display number that is free and writes it down.
Xvfb -displayfd 3 -screen 0 1280x800x24 3>"$work/display" 2>/dev/null &
xvfb_pid=$!
for _ in $(seq 300); do [ -s "$work/display" ] && break; sleep 0.1; done
[ -s "$work/display" ] || { echo "failed: Xvfb did not start" >&2; exit 1; }
export DISPLAY=:$(cat "$work/display")

start() {
  "$dashboard" --store "$store" --stats "$@" 2>"$work/log" &
  window_pid=$!
  window=$(timeout 60 xdotool search --sync --onlyvisible --name '^Poise' | head -1) || fail "no window"
  xdotool windowfocus --sync "$window" || true
}
quit() {
  kill -TERM "$window_pid"
  for _ in $(seq 300); do kill -0 "$window_pid" 2>/dev/null || return 0; sleep 0.1; done
  fail "the window did not close"
}
# frames_a_second LOG: whole frames, from the statistics that the dashboard gives at its end.
frames_a_second() { sed -n 's/^\([0-9]*\) frames in \([0-9.]*\) s.*/\1 \2/p' "$1" | awk '{ print int($1 / $2) }'; }

start --size 1280x800 --exercise squat --device "sim:squat?seed=3&reps=5&speed=$speed"
until_titled '^Poise: Live$'
chosen=$("$poise" exercises --json | tr -d ' \n' | grep -o '"id":"[a-z-]*"' | grep -A1 '"squat"' | tail -1)

press 4
until_titled 'Athletes'
press n # a new one
until_titled 'Athletes, typing'
xdotool type --delay 30 heron
press Return
until_true 30 "heron is not added" kept '"heron"' athletes
until_titled 'Athletes$'
picture athletes
press Return # and measure that one
until_titled 'Live'
picture live
press e s plus minus z # the next exercise, the right leg; five repetitions; zero
press space
until_titled 'recording 2 / 5' 120
picture live-running
press f
until_titled 'full view'
picture athlete-view
press f
until_titled 'result' 120
until_true 30 "no session of five repetitions" kept '"outcome":"complete"' sessions
picture result
press 2
until_titled 'Review - result$'
press Right comma comma comma # the second repetition began earlier
picture review-correcting
press Return
until_true 30 "the correction is not kept" kept 'times_corrected' show last
press Right x # the third one does not count
until_true 30 "the exclusion is not kept" kept '"excluded"' show last
press u # or rather does
until_true 30 "the exclusion is not taken back" not_kept '"excluded"' show last
press t
picture review-overlay
press 3
until_titled 'Progress'
picture progress
press 5
until_titled 'Mat'
picture mat
press 6 Down Right
until_true 30 "the settings are not written" written 'dark = true'
picture settings-dark
press 1
until_titled 'Live'
press space # done
until_titled 'Live( - no data)?$'
xdotool windowsize --sync "$window" 1200 760 || true
quit
cat "$work/log"
[ "$(frames_a_second "$work/log")" -le 30 ] || fail "more than 30 frames a second on software OpenGL"

sessions=$("$poise" sessions --store "$store" --json | tr -d ' \n')
grep -q '"athlete":"heron"' <<<"$sessions" || fail "the session is not the athlete's: $sessions"
grep -q "${chosen/id/exercise}" <<<"$sessions" || fail "another exercise than $chosen: $sessions"
written 'width = 1200' || fail "the window's size is not remembered"

# Again: as large as it was, and next to nothing is drawn while nobody is on the mat.
start --device sim:empty
until_titled 'Live'
geometry=$(xdotool getwindowgeometry "$window")
grep -q '1200x760' <<<"$geometry" || fail "the window did not come back as large as it was: $geometry"
sleep 6
quit
cat "$work/log"
[ "$(frames_a_second "$work/log")" -le 2 ] || fail "more than a frame a second while nobody is on the mat"
echo "done: session, corrections and settings are kept"
