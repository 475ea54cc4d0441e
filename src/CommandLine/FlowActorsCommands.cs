using System.CommandLine;
using FlowActors.CommandLine.Checkpoints;

namespace FlowActors.CommandLine;

/// <summary>
/// Commands that any application on the command line may have. They write results to the output of the invocation's configuration and what is
/// wrong to its error stream, and end with exit code 0, or 1 after an error.
/// </summary>
public static class FlowActorsCommands
{
    /// <summary>Adds all of them.</summary>
    /// <param name="command">The application's root command, or a command of it.</param>
    public static void AddFlowActors(this Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Add(Checkpoints());
    }

    /// <summary>
    /// <c>checkpoints list DIR</c> and <c>checkpoints show DIR [--json] [--verify]</c>: what snapshots are in a folder, and what is in them. They
    /// only read, and take no lock: a job may run meanwhile, whose checkpoints come and go.
    /// </summary>
    public static Command Checkpoints() => CheckpointsCommand.Create();
}
