using System.CommandLine;
using FlowActors.CommandLine.Checkpoints;
using FlowActors.CommandLine.Remote;
using FlowActors.CommandLine.Savepoints;

namespace FlowActors.CommandLine;

/// <summary>
/// Commands that any application on the command line may have. They write results to the output of the invocation's configuration and what is
/// wrong to its error stream, and end with exit code 0, or 1 after an error.
/// </summary>
public static class FlowActorsCommands
{
    /// <summary>Adds those that need no jobs of the application: <see cref="Checkpoints"/>, <see cref="Jobs"/> and <see cref="State"/>.</summary>
    /// <param name="command">The application's root command, or a command of it.</param>
    public static void AddFlowActors(this Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Add(Checkpoints());
        command.Add(Jobs());
        command.Add(State());
        command.Add(Nodes());
    }

    /// <summary>Adds all of them.</summary>
    /// <param name="command">The application's root command, or a command of it.</param>
    /// <param name="options">Those that the application starts its host with: the registered jobs and what they start with count.</param>
    public static void AddFlowActors(this Command command, EmbeddedOptions options)
    {
        command.AddFlowActors();
        command.Add(Savepoint(options));
    }

    /// <summary>
    /// <c>checkpoints list DIR</c> and <c>checkpoints show DIR [--json] [--verify]</c>: what snapshots are in a folder, and what is in them. They
    /// only read, and take no lock: a job may run meanwhile, whose checkpoints come and go. With <c>--at URL</c>, <c>checkpoints list JOB</c> and
    /// <c>checkpoints show JOB [ID]</c>: the checkpoints of a job of a running application.
    /// </summary>
    public static Command Checkpoints() => CheckpointsCommand.Create();

    /// <summary>
    /// <c>job list|show|run|cancel|stop|savepoint|checkpoint|resume ... [--at URL] [--json]</c>: the jobs of a running application, over HTTP.
    /// </summary>
    public static Command Jobs() => JobCommands.Create();

    /// <summary><c>state list|get|scan|watch JOB ... [--at URL] [--json]</c>: the state of the jobs of a running application, over HTTP.</summary>
    public static Command State() => StateCommands.Create();

    /// <summary><c>node list [--at URL] [--json]</c>: the nodes of a cluster, over HTTP.</summary>
    public static Command Nodes() => NodeCommands.Create();

    /// <summary>
    /// <c>savepoint check DIR --job NAME [--arg name=value ...] [--allow-unmatched-state]</c>: whether a registered job can be started from a
    /// savepoint or checkpoint by its present code, and what becomes of each state. The job is built and not started: no source is read and no
    /// sink opened; functions of keyed streams are opened and closed, as they register their states then. Exit code 0 when it can, else 1.
    /// </summary>
    /// <param name="options">Those that the application starts its host with: the registered jobs and what they start with count.</param>
    public static Command Savepoint(EmbeddedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SavepointCommand.Create(options);
    }
}
