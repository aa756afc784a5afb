# awk -f scripts/imports.awk FILE...: whether `using` directives are sorted as `dotnet format` sorts them: System first, the rest by name.
# The compiler and the analyzers have no opinion, and `dotnet format whitespace` neither.
FNR == 1 { last = "" }
/^using [A-Za-z_][A-Za-z0-9_.]*;/ {
  name = substr($2, 1, length($2) - 1)
  key = (name ~ /^System(\.|$)/ ? 0 : 1) tolower(name)
  gsub(/\./, "\001", key)
  if (key < last) { print FILENAME ":" FNR ": " name " is out of order"; found = 1 }
  last = key
}
END { exit found }
