// Package polaris knows what a Polaris spec is: the model of valid specs, generated from the CUE files of this folder, the
// kinds of documents, and typed views of them.
package polaris
