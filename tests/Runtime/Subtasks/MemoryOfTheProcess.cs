namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>Tests that measure the memory of the process run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class MemoryOfTheProcess
{
    public const string Name = "memory of the process";
}
