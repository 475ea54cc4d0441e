using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>A backend that may do something between two calls which nobody must notice, such as writing out what it caches.</summary>
internal interface IForgets
{
    void Forget();
}

internal static class Forgetting
{
    public static void Disturb(this IStateBackend backend) => (backend as IForgets)?.Forget();
}
