using FlowActors.Runtime.Hocon;

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

    public static bool IsDispatcher(HoconSection reference) => reference.Values.ContainsKey(Executor);

    /// <summary>An executor of the application's own may ask for keys that only it knows.</summary>
    public static bool Allow(string key, HoconSection section, HoconSection reference) =>
        OfAkka.Contains(key) || ExecutorOf(section) != ExecutorOf(reference);

    /// <summary>Whether the threads of a dispatcher are made by the engine's executor, from its settings.</summary>
    public static bool IsOurs(HoconSection root, string dispatcher) =>
        root.Find(dispatcher.Split('.')) is HoconSection section
        && ExecutorOf(section) == (RuntimeConfiguration.Reference.Find("flowactors", "control-dispatcher", Executor) as HoconText)?.Text;

    private static string? ExecutorOf(HoconSection section) => (section.Find(Executor) as HoconText)?.Text;
}
