using FlowActors.Examples.CommandLine;

return await ExamplesCommand.RunAsync(args, ExamplesConsole.Standard).ConfigureAwait(false);
