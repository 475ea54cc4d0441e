using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using FlowActors.Runtime.Hocon;

namespace FlowActors.Runtime.Subtasks.Dispatching;

/// <summary>
/// Makes the executor of <c>flowactors.operator-dispatcher</c> and <c>flowactors.blocking-dispatcher</c> from their own
/// configuration; Akka finds it by the key <c>executor</c>.
/// </summary>
internal sealed class OperatorExecutorConfigurator : ExecutorServiceConfigurator
{
    public OperatorExecutorConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
    }

    public override ExecutorService Produce(string id)
    {
        var settings = new DispatcherSettings(
            Config.GetInt("threads"), Config.GetInt("spare-threads-max"), Time("blocked-after"), Time("idle-timeout"));
        var log = Prerequisites.EventStream;
        var executor = new OperatorExecutor(
            id, settings, runFailed: e => log.Publish(new Error(e, id, typeof(OperatorExecutor), "A run failed outside of its actor")));
        OperatorExecutors.Of(Prerequisites.Settings.System).Add(executor);
        return executor;
    }

    // Akka's own reading of times lacks units that the settings have.
    private TimeSpan Time(string key) => TimeSpan.FromTicks((long)HoconUnits.ParseTicks(Config.GetString(key)));
}
