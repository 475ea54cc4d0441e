using System.CommandLine;
using FlowActors.Examples.Nexmark;

namespace FlowActors.Examples.CommandLine;

/// <summary>The command line: one command for each example.</summary>
internal static class ExamplesCommand
{
    public static RootCommand Create() => new("The examples of FlowActors.")
    {
        NexmarkCommand.Create(),
    };
}
