using System.Runtime.CompilerServices;
using FlowActors.Serialization;

namespace FlowActors.Functions;

/// <summary>
/// Finds user code with hooks that nobody would call, as it stands where the engine leads nothing through a life: what it would do in
/// <c>Open</c>, or at a checkpoint, would silently never be done.
/// </summary>
internal static class UnledCode
{
    private static readonly Type[] WithLife =
        [typeof(RichFunction), typeof(KeyedProcessFunction<,,>), typeof(KeyedCoProcessFunction<,,,>), typeof(KeyedBroadcastProcessFunction<,,,>)];

    /// <summary>Why a delegate cannot be called, as a sentence; null when it can.</summary>
    public static string? RefusalOf(Delegate function)
    {
        foreach (var one in function.GetInvocationList())
        {
            // A delegate of a delegate.
            if (one.Target is Delegate inner && one.Method.Name == nameof(Action.Invoke))
            {
                if (RefusalOf(inner) is { } refusal) return refusal;
            }
            else if (one.Target?.GetType() is { } type && !IsLambda(one) && Hooks(type) is { } hooks)
            {
                return $"its function is method {one.Method.Name} of an object of {TypeNames.Of(type)}, which {hooks}, and nobody calls these for a " +
                    "method that is given alone. Give the whole object, a rich function, by a factory, as in Map(() => new ...), or take what it needs in its constructor.";
            }
        }

        return null;
    }

    /// <summary>Why an object that does something else than a rich function cannot be used, to follow its type; null when it can.</summary>
    /// <param name="type">Its type.</param>
    public static string? RefusalOfObject(Type type) => Hooks(type) is { } hooks
        ? $"{TypeNames.Of(type)} {hooks}, and nobody calls these here. Take what it needs in its constructor; what has a life, or hears of " +
            "checkpoints, is a rich function of its own."
        : null;

    /// <summary>True for functions that are opened and closed.</summary>
    private static bool HasLife(Type type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (WithLife.Contains(at.IsGenericType ? at.GetGenericTypeDefinition() : at)) return true;
        }

        return false;
    }

    // What a lambda reads of the object that made it is the program's affair: that object may well be a job or a test.
    private static bool IsLambda(Delegate one) =>
        one.Method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || one.Method.Name.StartsWith('<');

    private static string? Hooks(Type type)
    {
        if (HasLife(type)) return "is a rich function, with Open and Close";
        if (typeof(ICheckpointedFunction).IsAssignableFrom(type)) return $"is an {nameof(ICheckpointedFunction)}, with InitializeState and SnapshotState";
        return typeof(ICheckpointListener).IsAssignableFrom(type) ? $"is an {nameof(ICheckpointListener)}, to hear of checkpoints" : null;
    }
}
