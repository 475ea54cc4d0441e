using FlowActors.Examples.CommandLine;

return await ExamplesCommand.Create().Parse(args).InvokeAsync().ConfigureAwait(false);
