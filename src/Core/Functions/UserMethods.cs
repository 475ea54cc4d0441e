using System.Reflection;
using FlowActors.Serialization;

namespace FlowActors.Functions;

/// <summary>What a class of user code declares itself, above the classes of the engine that it derives from.</summary>
internal static class UserMethods
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>True for a type of the engine's contracts.</summary>
    public static bool IsOurs(Type type) => type.Module == typeof(UserMethods).Module;

    /// <summary>The methods of the type and its bases, as far as they are the user's.</summary>
    public static IEnumerable<MethodInfo> Of(Type type)
    {
        for (var at = type; at is not null && at != typeof(object) && !IsOurs(at); at = at.BaseType)
        {
            foreach (var method in at.GetMethods(Declared)) yield return method;
        }
    }

    /// <summary>
    /// Why an object of the type does not do what it seems to, as a sentence: it declares a method that looks like one that the
    /// engine calls, and is not. Null when there is none.
    /// </summary>
    public static string? RefusalOfHidden(Type type)
    {
        foreach (var method in Of(type).Where(m => m.GetBaseDefinition() == m))
        {
            if (HookLike(type, method) is { } hook)
            {
                return $"method {Signature(method)} of {TypeNames.Of(method.DeclaringType!)} is never called: override {Signature(hook)} instead, " +
                    "or give it another name.";
            }

            if (IsOnTimer(method) && typeof(RichFunction).IsAssignableFrom(type))
            {
                return $"method {Signature(method)} of {TypeNames.Of(method.DeclaringType!)} is never called, as a timer belongs to a key: write KeyBy before " +
                    $"Process, with the keyed form of the function, such as {nameof(KeyedProcessFunction<,,>)}, and override its OnTimer, or give the method another name.";
            }
        }

        return null;
    }

    private static MethodInfo? HookLike(Type type, MethodInfo method)
    {
        var ours = type;
        while (ours is not null && !IsOurs(ours)) ours = ours.BaseType;
        return ours?.GetMethods(BindingFlags.Instance | BindingFlags.Public)
            .FirstOrDefault(hook => hook.IsVirtual && IsOurs(hook.DeclaringType!) && hook.Name == method.Name && (IsOnTimer(method) || TakesTheSame(hook, method)));
    }

    // A context of another kind is what somebody writes who expects it, as of a function of a stream without keys.
    private static bool TakesTheSame(MethodInfo hook, MethodInfo method)
    {
        var (expected, found) = (hook.GetParameters(), method.GetParameters());
        return expected.Length == found.Length && expected.Zip(found).All(
            p => p.First.ParameterType == p.Second.ParameterType || (IsContext(p.First.ParameterType) && IsContext(p.Second.ParameterType)));
    }

    private static bool IsOnTimer(MethodInfo method) =>
        method.Name == nameof(KeyedProcessFunction<,,>.OnTimer) && method.GetParameters() is [var time, _, _] && time.ParameterType == typeof(long);

    private static string Signature(MethodInfo method) =>
        $"{method.Name}({string.Join(", ", method.GetParameters().Select(p => p.ParameterType.Name))})";

    private static bool IsContext(Type type) => typeof(IRuntimeContext).IsAssignableFrom(type);
}
