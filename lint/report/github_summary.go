package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/polarspec/polarspec/lint"
)

// StepSummaryLimit is how many bytes of summary GitHub takes from one step. Of a longer one it shows nothing at all.
const StepSummaryLimit = 1 << 20

const (
	// tailRoom is kept free for the line that says how many rows are missing.
	tailRoom = 100
	// rowMessageLimit is how many bytes of a message a row shows. It keeps one message from taking the place of all others.
	rowMessageLimit = 1000
)

// StepSummary prints all that was found as a table in Markdown, the worst first, for the summary of a GitHub Actions step. room is how
// many bytes it may take: what does not fit is only counted, and nothing is printed where not even that fits.
func StepSummary(w io.Writer, result lint.Result, o Options, room int) error {
	list := worstFirst(problems(result, o.Prefix))
	var out strings.Builder
	fmt.Fprintf(&out, "### polarspec\n\n%s.\n", markdown(closing(result)))
	if len(list) > 0 {
		out.WriteString("\n| | Rule | Place | Message |\n| --- | --- | --- | --- |\n")
	}
	if out.Len()+tailRoom > room {
		return nil
	}
	urls := urlsOf(o.Rules)
	for i, p := range list {
		row := summaryRow(p, urls[p.rule], o.Blob)
		if out.Len()+len(row)+tailRoom > room {
			fmt.Fprintf(&out, "\n%d more did not fit.\n", len(list)-i)
			break
		}
		out.WriteString(row)
	}
	out.WriteByte('\n') // whoever else writes a summary begins on a line of their own
	_, err := io.WriteString(w, out.String())
	return err
}

func summaryRow(p problem, url, blob string) string {
	return fmt.Sprintf("| %s | %s | %s | %s |\n", githubLevel(p.severity), link(url, markdown(p.rule)), summaryPlace(p, blob), markdown(shortened(p.message)))
}

func summaryPlace(p problem, blob string) string {
	if p.file == "" {
		return ""
	}
	place := "<code>" + markdown(location(p.file, p.start)) + "</code>"
	if blob == "" || !p.inCheckout() {
		return place
	}
	address := blob + percentEncoded(p.file)
	if p.start.Line > 0 {
		address += fmt.Sprintf("#L%d", p.start.Line)
	}
	return link(address, place)
}

// link makes a link of HTML, which works in a table whatever its text is.
func link(address, text string) string {
	if address == "" || text == "" {
		return text
	}
	address = strings.NewReplacer("&", "&amp;", "'", "%27", `"`, "%22", "|", "%7C", "<", "%3C", ">", "%3E").Replace(address)
	return `<a href="` + address + `">` + text + "</a>"
}

// shortened cuts a message at a character.
func shortened(message string) string {
	if len(message) <= rowMessageLimit {
		return message
	}
	return strings.ToValidUTF8(message[:rowMessageLimit], "") + ellipsis
}

// markdown escapes text for a cell of a table: what could be markup becomes a character reference, what acts becomes visible.
func markdown(text string) string {
	var b strings.Builder
	for _, r := range visible(text) {
		if strings.ContainsRune("!\"#$&'*:<>@[\\]^_`|~", r) {
			fmt.Fprintf(&b, "&#%d;", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
