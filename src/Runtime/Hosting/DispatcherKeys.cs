using Akka.Configuration.Hocon;

namespace FlowActors.Runtime.Hosting;

/// <summary>What a section of the configuration may hold besides the reference's keys because Akka makes a dispatcher of it.</summary>
internal static class DispatcherKeys
{
    private const string Executor = "executor";

    // Akka's own reference names most of them; the rest are read only where they are set.
    private static readonly HashSet<string> OfAkka =
    [
        "type", Executor, "throughput", "throughput-deadline-time", "shutdown-timeout", "attempt-teamwork",
        "mailbox-type", "mailbox-requirement", "mailbox-capacity", "mailbox-push-timeout-time", "stash-capacity",
        "default-executor", "thread-pool-executor", "fork-join-executor", "dedicated-thread-pool", "task-executor",
        "current-context-executor", "channel-executor",
    ];

    public static bool IsDispatcher(HoconObject reference) => reference.Items.ContainsKey(Executor);

    /// <summary>An executor of the application's own may ask for keys that only it knows.</summary>
    public static bool Allow(string key, HoconObject section, HoconObject reference) =>
        OfAkka.Contains(key) || section.GetKey(Executor)?.GetString() != reference.GetKey(Executor)?.GetString();
}
