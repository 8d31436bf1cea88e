# From polarspec's JSON report to what GitHub shows. Called with $what: "annotations", "summary" (table rows), or "sarif" (the input
# is then a SARIF report); $prefix: the working directory below the workspace, with a slash at its end, or nothing; $blob: the address
# of the commit's files, with a slash at its end, or nothing.

# A path relative to the workspace. What is absolute stays.
def from_workspace:
  if test("^(/|[A-Za-z]:[/\\\\])") then .
  else
    [($prefix + .) | split("/")[] | select(. != "" and . != ".")]
    | reduce .[] as $part ([]; if $part == ".." and length > 0 and .[-1] != ".." then .[:-1] else . + [$part] end)
    | join("/")
  end;

def level: if . == "error" or . == "warning" then . else "notice" end;
def rank: {error: 0, warning: 1, notice: 2}[.];

# Everything there is to show, the worst first. A file that could not be read counts as an error.
def problems:
  [ ((.errors // [])[] | {level: "error", rule: "", message, file: (.file // "" | if . == "" then . else from_workspace end)}),
    ((.findings // [])[] | {level: (.severity | level), rule, message, file: (.file | from_workspace), start, "end": .end}) ]
  | sort_by(.level | rank);

# Workflow commands: a property ends at a comma or at the colons, a command at the end of its line.
def data: gsub("%"; "%25") | gsub("\r"; "%0D") | gsub("\n"; "%0A");
def property: data | gsub(":"; "%3A") | gsub(","; "%2C");

def annotation:
  [ (if .file != "" then "file=" + (.file | property) else empty end),
    (if .start then
       "line=\(.start.line)", "endLine=\(.end.line)",
       # Columns are only taken on one line; ours end before `end`, GitHub's at it.
       (if .start.line == .end.line then "col=\(.start.column)", "endColumn=\([.start.column, .end.column - 1] | max)" else empty end)
     else empty end),
    "title=" + (if .rule != "" then .rule else "polarspec" end | property) ] as $properties
  | "::\(.level) \($properties | join(","))::\(.message[:4000] | data)";

# GitHub keeps ten of each level from one step and drops the rest without a word. The word is a notice and takes the place of one.
def annotations:
  . as $all
  | def first_of($level; $n): [$all[] | select(.level == $level)][:$n];
  (first_of("error"; 10) + first_of("warning"; 10)) as $worse
  | (if ($worse + first_of("notice"; 10) | length) < ($all | length) then first_of("notice"; 9) else first_of("notice"; 10) end) as $notices
  | (($all | length) - ($worse + $notices | length)) as $more
  | (($worse + $notices)[] | annotation),
    (if $more > 0 then "::notice title=polarspec::\($more) more, see the summary of the job" else empty end);

# Text inside a Markdown table: what could be markup becomes a character reference, what could break the line or turn it around a space.
def text:
  [ explode[]
    | if . < 32 or . == 127 or . == 133 or . == 8232 or . == 8233 or (. >= 8234 and . <= 8238) or (. >= 8294 and . <= 8297) then " "
      elif . == 33 or . == 34 or . == 35 or . == 36 or . == 38 or . == 39 or . == 42 or . == 58 or . == 60 or . == 62 or . == 64
        or . == 91 or . == 92 or . == 93 or . == 95 or . == 96 or . == 124 or . == 126 then "&#\(.);"
      else [.] | implode end ]
  | join("");

def place:
  if .file == "" then ""
  else
    "<code>" + (.file + (if .start then ":\(.start.line):\(.start.column)" else "" end) | text) + "</code>"
  end;

def linked_place:
  place as $place
  | if $blob == "" or .file == "" or (.file | test("^(/|<|\\.\\./|[A-Za-z]:[/\\\\])")) then $place
    else "<a href=\"" + $blob + ([.file | split("/")[] | @uri | gsub("'"; "%27")] | join("/"))
      + (if .start then "#L\(.start.line)" else "" end) + "\">" + $place + "</a>"
    end;

def row: "| \(.level) | \(.rule | text) | \(linked_place) | \(.message[:1000] | text) |";

# Code scanning takes paths as relative to the root of the repository, the linter writes them relative to where it ran.
def moved: if type == "object" and (.uri | type) == "string" and (.uri | test("^([A-Za-z][A-Za-z0-9+.-]*:|/)") | not) then .uri |= from_workspace else . end;
def sarif:
  walk(if type == "object" and has("artifactLocation") then .artifactLocation |= moved else . end)
  | .runs |= map(if has("artifacts") then .artifacts |= map(if has("location") then .location |= moved else . end) else . end);

if $what == "annotations" then problems | annotations
elif $what == "summary" then problems[] | row
else sarif end
