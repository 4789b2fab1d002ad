# shellcheck shell=bash
# Keeps the score of scripts/test.sh: one line for each part, totals at the end. Meant to be sourced.

report_lines=()
report_passed=0
report_failed=0
report_skipped=0
report_broken=0
report_started=0

report_begin() { # title
  report_started=$SECONDS
  printf '\n━━ %s ━━\n' "$1"
}

# attribute prints the sum of a number that stands in the root element of a JUnit file.
report_attribute() { # file name
  grep -oEm1 '<testsuites [^>]*>' "$1" | grep -oE " $2=\"[0-9]+\"" | grep -oE '[0-9]+' || echo 0
}

report_end() { # title status junit-file
  local title=$1 status=$2 file=$3 took=$((SECONDS - report_started)) tests=0 failed=0 skipped=0 note=''
  # 77 is scripts/postgres.sh saying that there is none. A person may go on without it; the build server may not.
  if [[ $status == 77 && -z ${CI:-} ]]; then
    report_lines+=("$(printf '%-28s NOT RUN: this machine has no PostgreSQL' "$title")")
    return
  fi
  if [[ -s $file ]]; then
    tests=$(report_attribute "$file" tests)
    failed=$(($(report_attribute "$file" failures) + $(report_attribute "$file" errors)))
    skipped=$(grep -cE '<skipped' "$file")
  fi
  if [[ $status != 0 ]]; then
    note="  FAILED (exit $status)"
    report_broken=1
  elif [[ $tests == 0 || $tests == "$skipped" ]]; then
    note='  FAILED: no test ran'
    report_broken=1
  elif [[ $failed != 0 ]]; then
    note='  FAILED'
    report_broken=1
  fi
  report_passed=$((report_passed + tests - failed - skipped))
  report_failed=$((report_failed + failed))
  report_skipped=$((report_skipped + skipped))
  report_lines+=("$(printf '%-28s %5d passed, %d failed, %d skipped in %d s%s' \
    "$title" $((tests - failed - skipped)) "$failed" "$skipped" "$took" "$note")")
}

# Prints the table and ends the program: 0 only if every part ran tests and all of them passed.
report_close() {
  printf '\n━━ Result ━━\n'
  printf '%s\n' "${report_lines[@]}"
  # A part that broke without a failed test (a package that does not compile) is a failure all the same.
  if [[ $report_broken == 1 && $report_failed == 0 ]]; then report_failed=1; fi
  printf '\n%d passed, %d failed, %d skipped\n' "$report_passed" "$report_failed" "$report_skipped"
  exit "$report_broken"
}
