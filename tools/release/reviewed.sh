#!/usr/bin/env bash
# Prints the commits since the last tag that nobody but their author has reviewed ("Reviewed-by: Name
# <address>" in the message); exit code 1 when there are any.
set -euo pipefail
since=$(git describe --tags --abbrev=0 HEAD^ 2>/dev/null) || since=
unreviewed=0
while read -r commit author; do
  reviewers=$(git log -1 --format='%(trailers:key=Reviewed-by,valueonly)' "$commit" | sed -n 's/.*<\(.*\)>.*/\1/p')
  if ! grep -qvxiF -e "$author" <<<"${reviewers:-$author}"; then
    git log -1 --format='not reviewed: %h %s' "$commit"
    unreviewed=1
  fi
done < <(git log --no-merges --format='%H %ae' "${since:+$since..}HEAD")
exit $unreviewed
