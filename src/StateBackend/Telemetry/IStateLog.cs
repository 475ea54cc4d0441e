namespace FlowActors.State.Telemetry;

/// <summary>What a backend tells the people who run the node, each in whole sentences. Thread-safe, and holds nobody up.</summary>
internal interface IStateLog
{
    /// <summary>What is good to know: which native library was loaded, from where.</summary>
    void Information(string text);

    /// <summary>What is unusual, and goes on all the same.</summary>
    void Warning(string text);
}
