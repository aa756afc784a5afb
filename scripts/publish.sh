#!/usr/bin/env bash
# scripts/publish.sh FOLDER MESSAGE: commits what was rendered into FOLDER, a checkout of the branch argocd, and pushes it.
# Release and promotion may overtake each other, in folders of their own: then it is put on top of the other's commit.
set -euo pipefail
(($# == 2)) || { echo 'usage: scripts/publish.sh FOLDER MESSAGE' >&2; exit 2; }
cd -- "$1"

git add --all
if git diff --cached --quiet; then
  echo 'Nothing has changed.'
  exit
fi
git config user.name 'github-actions[bot]'
git config user.email '41898282+github-actions[bot]@users.noreply.github.com'
git commit --quiet -m "$2"
for _ in 1 2 3; do
  git pull --quiet --rebase origin argocd
  if git push origin HEAD:argocd; then exit; fi
done
exit 1
