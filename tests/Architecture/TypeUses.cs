using System.Reflection;
using System.Reflection.Emit;

namespace FlowActors.Tests.Architecture;

/// <summary>The types that a compiled type uses: in its bases, members, attributes and the bodies of its methods.</summary>
internal static class TypeUses
{
    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodes =
        typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static IEnumerable<Type> Of(Type type) => Declared(type).OfType<Type>().SelectMany(Parts).Distinct();

    private static IEnumerable<Type?> Declared(Type type) =>
    [
        type.BaseType,
        .. type.GetInterfaces(),
        .. type.GetGenericArguments().SelectMany(Constraints),
        .. Attributes(type),
        .. type.GetMembers(Own).Where(member => member is not Type).SelectMany(Attributes),
        .. type.GetFields(Own).Select(field => field.FieldType),
        .. type.GetMethods(Own).SelectMany(method => method.GetGenericArguments().SelectMany(Constraints)),
        .. type.GetMethods(Own).Concat<MethodBase>(type.GetConstructors(Own)).SelectMany(method => Signature(method).Concat(Body(method))),
    ];

    private static IEnumerable<Type> Constraints(Type parameter) =>
        parameter.IsGenericParameter ? parameter.GetGenericParameterConstraints() : [];

    private static IEnumerable<Type?> Attributes(MemberInfo member) => member.GetCustomAttributesData().SelectMany(attribute => (IEnumerable<Type?>)
    [
        attribute.AttributeType,
        .. attribute.ConstructorArguments.SelectMany(argument => (IEnumerable<Type?>)[argument.ArgumentType, argument.Value as Type]),
        .. attribute.NamedArguments.Select(argument => argument.TypedValue.Value as Type),
    ]);

    private static IEnumerable<Type?> Signature(MethodBase method) =>
        [(method as MethodInfo)?.ReturnType, .. method.GetParameters().Select(parameter => parameter.ParameterType)];

    private static IEnumerable<Type?> Body(MethodBase method) => method.GetMethodBody() is not { } body ? [] :
    [
        .. body.LocalVariables.Select(local => local.LocalType),
        .. body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType),
        .. Tokens(body.GetILAsByteArray()!).SelectMany(token => Named(method, token)),
    ];

    private static IEnumerable<Type?> Named(MethodBase method, int token) =>
        method.Module.ResolveMember(token, Arguments(method.DeclaringType!), method is MethodInfo ? method.GetGenericArguments() : []) switch
        {
            Type type => [type],
            FieldInfo field => [field.DeclaringType, field.FieldType],
            MethodInfo { IsGenericMethod: true } called => [called.DeclaringType, .. called.GetGenericArguments(), .. Signature(called)],
            MethodBase called => [called.DeclaringType, .. Signature(called)],
            var other => throw new InvalidOperationException($"{method.DeclaringType}.{method} names {other}, which is no type and no member."),
        };

    private static Type[] Arguments(Type type) => type.GetGenericArguments();

    /// <summary>The operands of a method's instructions that name a type or a member.</summary>
    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            // The first byte of an instruction of two bytes is 0xFE.
            var opCode = code[at] == 0xFE ? OpCodes[(short)(0xFE00 | code[at + 1])] : OpCodes[code[at]];
            at += opCode.Size;
            if (opCode.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                yield return BitConverter.ToInt32(code, at);
            at += OperandBytes(opCode.OperandType, code, at);
        }
    }

    private static int OperandBytes(OperandType kind, byte[] code, int at) => kind switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };

    /// <summary>A type with what it is made of: elements, arguments, and the type around it.</summary>
    private static IEnumerable<Type> Parts(Type type) => type.HasElementType
        ? Parts(type.GetElementType()!)
        : type.IsGenericParameter ? [] : [type, .. type.GetGenericArguments().SelectMany(Parts)];
}
