package shape_test

import (
	"os"
	"testing"

	"github.com/polarspec/polarspec/internal/document"
	"github.com/polarspec/polarspec/schemas/polaris"
	"github.com/polarspec/polarspec/schemas/shape"
)

// TestAllocations keeps the validation of a right spec from allocating for each of its values: it needs what holds its own state.
func TestAllocations(t *testing.T) {
	text, err := os.ReadFile("../../testdata/seed/requests/inline-avro.json")
	if err != nil {
		t.Fatal(err)
	}
	root := document.Parse(text, document.JSON).Root()
	validator := shape.NewValidator(polaris.JobType())
	got := testing.AllocsPerRun(100, func() {
		validator.Validate(root, func(v shape.Violation) { t.Fatalf("%+v", v) })
	})
	if got > 3 {
		t.Errorf("%.0f allocations, 3 are allowed", got)
	}
}
