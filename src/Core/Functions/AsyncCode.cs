using System.Reflection;
using System.Runtime.CompilerServices;
using FlowActors.Serialization;

namespace FlowActors.Functions;

/// <summary>
/// Finds user code that would go on after the engine has taken it for done. Nobody waits for async void: records are lost at
/// the job's end, and an exception ends the process.
/// </summary>
internal static class AsyncCode
{
    /// <summary>What to do instead.</summary>
    public const string Cure =
        "Functions are synchronous: wait inside for what is asynchronous (GetAwaiter().GetResult()), and call Blocking() on the operator.";

    /// <summary>Why a function cannot be called, as a sentence; null when it can.</summary>
    public static string? RefusalOf(Delegate function)
    {
        foreach (var one in function.GetInvocationList())
        {
            // A delegate of a delegate.
            if (one.Target is Delegate inner && one.Method.Name == nameof(Action.Invoke))
            {
                if (RefusalOf(inner) is { } refusal) return refusal;
            }
            else if (IsAsyncVoid(one.Method))
            {
                return $"its function is async void, for which nobody waits: records would be lost, and an exception would end the process. {Cure}";
            }
        }

        var result = function.Method.ReturnType;
        return RefusalOfResult(result) is { } reason ? $"its function gives {TypeNames.Of(result)}, which {reason}" : null;
    }

    /// <summary>Why nothing can be made of results of the type, to follow its name; null when something can.</summary>
    public static string? RefusalOfResult(Type type)
    {
        if (type.GetMethod(nameof(Task.GetAwaiter), BindingFlags.Public | BindingFlags.Instance, []) is not null)
            return $"is the promise of a value, as an async function gives it, and no value. {Cure}";
        if (IsAsyncSequence(type) || type.GetInterfaces().Any(IsAsyncSequence))
            return $"is an asynchronous sequence, which nobody enumerates. {Cure}";
        return null;
    }

    /// <summary>Why an object of the type cannot be called, as a sentence; null when it can.</summary>
    public static string? RefusalOfObject(Type type)
    {
        if (AsyncVoidMethodOf(type) is { } method)
        {
            return $"method {method.Name} of {TypeNames.Of(method.DeclaringType!)} is async void, for which nobody waits: " +
                $"records would be lost, and an exception would end the process. {Cure}";
        }

        foreach (var argument in type.GetInterfaces().Where(UserMethods.IsOurs).SelectMany(i => i.GetGenericArguments()))
        {
            if (RefusalOfResult(argument) is { } refusal) return $"{TypeNames.Of(type)} works with {TypeNames.Of(argument)}, which {refusal}";
        }

        return null;
    }

    /// <summary>A method of the user's that the engine calls and that is async void; null when there is none.</summary>
    public static MethodInfo? AsyncVoidMethodOf(Type type) => UserMethods.Of(type).FirstOrDefault(m => m.IsVirtual && IsAsyncVoid(m));

    private static bool IsAsyncVoid(MethodInfo method) =>
        method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false);

    private static bool IsAsyncSequence(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);
}
