package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/polarspec/polarspec/gen"
	"github.com/polarspec/polarspec/gen/emit"
)

// genConnectionFlags are the flags of gen connection as they were given.
type genConnectionFlags struct {
	outputFlags
	gen.ConnectionOptions
	variables []string
}

func newGenConnection(s *streams) *cobra.Command {
	var f genConnectionFlags
	command := &cobra.Command{
		Use:   "connection TYPE --name NAME",
		Short: "Write a connection spec",
		Long: `Writes a connection of a type: azure, confluent, confluent_schema_registry, kafka, kinesis, push_streaming or s3.

A secret never stands in the file: in its place is ${VARIABLE}, the name of the environment variable that holds it. The scripts of
--emit curl and --emit python put the secret in when they run.

Exit codes: 0 written, 2 wrong use, 3 a file cannot be written.`,
		Example: `  polarspec gen connection confluent --name events --bootstrap-servers pkc-1.example.com:9092 --topic events
  polarspec gen connection confluent_schema_registry --name registry --url https://psrc-1.example.com --secret password=CSR_PASSWORD
  polarspec gen connection azure --name files --storage-account acme --secrets sas_token --emit python`,
		Args:      takes(1, 1, "the type of the connection"),
		ValidArgs: gen.ConnectionTypes(),
		RunE:      func(cmd *cobra.Command, args []string) error { return runGenConnection(cmd.Context(), s, &f, args[0]) },
	}
	flags := command.Flags()
	flags.StringVar(&f.Name, "name", "", "name of the connection")
	flags.StringVar(&f.Description, "description", "", "what the connection is for")
	flags.StringVar(&f.BootstrapServers, "bootstrap-servers", "", "addresses of the cluster as host:port, separated by commas")
	flags.StringVar(&f.Topic, "topic", "", "topic to read")
	flags.StringArrayVar(&f.URLs, "url", nil, "address of the schema registry; may be repeated")
	flags.StringVar(&f.StorageAccount, "storage-account", "", "storage account of Azure")
	flags.StringVar(&f.Prefix, "prefix", "", "what the names of the objects begin with")
	flags.StringVar(&f.Secrets, "secrets", "", "type of the secrets, such as sasl_plain, sasl_scram, basic, access_key, sas_token or none; the default is the usual one")
	flags.StringArrayVar(&f.variables, "secret", nil, "environment variable that holds a secret, as FIELD=VARIABLE such as password=KAFKA_PASSWORD; may be repeated")
	f.outputFlags.add(command)
	_ = command.RegisterFlagCompletionFunc("secrets", cobra.FixedCompletions(gen.SecretTypes(), cobra.ShellCompDirectiveNoFileComp))
	return command
}

func runGenConnection(ctx context.Context, s *streams, f *genConnectionFlags, kind string) (err error) {
	if err := f.check(s); err != nil {
		return err
	}
	f.Type = kind
	if f.Variables, err = secretPairs(f.variables); err != nil {
		return err
	}
	if f.ConnectionOptions.Set, err = pairs("set", "PATH=VALUE", f.set, false); err != nil {
		return err
	}
	result, err := gen.Connection(&f.ConnectionOptions)
	if err != nil {
		return genError(err)
	}
	g := &generation{streams: s, outputFlags: f.outputFlags, to: emit.Connections}
	_, err = g.finish(ctx, result)
	return err
}

// secretPairs reads --secret. What is wrong is not shown, since it may be a secret.
func secretPairs(values []string) ([]gen.Pair, error) {
	list, err := pairs("secret", "FIELD=VARIABLE", values, false)
	if err != nil {
		return nil, usageError("--secret is FIELD=VARIABLE, such as password=KAFKA_PASSWORD: the name of an environment variable, not the secret")
	}
	return list, nil
}
