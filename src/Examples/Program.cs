using FlowActors.Examples.CommandLine;

using var interruption = new Interruption();
return await ExamplesCommand.RunAsync(args, ExamplesConsole.Standard, interruption.Token).ConfigureAwait(false);
