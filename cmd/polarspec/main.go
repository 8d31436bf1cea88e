// Command polarspec lints Imply Polaris ingestion job and connection specs. Run "polarspec help" for what it can do.
package main

import "os"

func main() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
