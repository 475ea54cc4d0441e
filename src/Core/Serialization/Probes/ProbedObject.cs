using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace FlowActors.Serialization;

/// <summary>
/// Makes objects by a plan and takes them apart, without emitted code: step by step, so that it can be told what a step did.
/// What constructors, setters and getters throw comes as it is.
/// </summary>
internal sealed class ProbedObject(ObjectPlan plan, TypeSerializer[] nested)
{
    /// <summary>The object with nothing set but what its constructor was given.</summary>
    public object Construct(object?[] values) => plan.Constructor is null
        ? RuntimeHelpers.GetUninitializedObject(plan.Type)
        : plan.Constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, Array.ConvertAll(plan.Arguments, a => Fresh(a, values[a])), CultureInfo.InvariantCulture);

    /// <summary>The object as it is read: constructed, then set member by member.</summary>
    public object Build(object?[] values)
    {
        var made = Construct(values);
        for (var member = 0; member < nested.Length; member++)
        {
            if (!plan.Arguments.Contains(member)) Set(member, made, values[member]);
        }

        return made;
    }

    public void Set(int member, object made, object? value)
    {
        if (plan.Members[member].Target is FieldInfo field) field.SetValue(made, Fresh(member, value));
        else ((MethodInfo)plan.Members[member].Target!).Invoke(made, BindingFlags.DoNotWrapExceptions, null, [Fresh(member, value)], CultureInfo.InvariantCulture);
    }

    public object? Get(int member, object made) => plan.Members[member].Source is FieldInfo field
        ? field.GetValue(made)
        : ((MethodInfo)plan.Members[member].Source).Invoke(made, BindingFlags.DoNotWrapExceptions, null, null, CultureInfo.InvariantCulture);

    /// <summary>The members' values, apart from the object's own.</summary>
    public object?[] Values(object made) => [.. Enumerable.Range(0, nested.Length).Select(m => Fresh(m, Get(m, made)))];

    /// <summary>Whether two values of a member have the same bytes, or are as close as computed ones can be.</summary>
    public bool AreSame(int member, object? x, object? y) =>
        AreClose(x, y) || nested[member].BytesOf(x).AsSpan().SequenceEqual(nested[member].BytesOf(y));

    // Members that are computed back and forth, as degrees of one scale from those of another, lose a last digit.
    private static bool AreClose(object? x, object? y) => (x, y) switch
    {
        (double a, double b) => Math.Abs(a - b) <= 1e-9 * Math.Abs(b),
        (float a, float b) => Math.Abs(a - b) <= 1e-5 * Math.Abs(b),
        _ => false,
    };

    // An object of its own each time: a constructor may keep what it is given, or change it in place.
    private object? Fresh(int member, object? value) => nested[member].Copy(value);
}
