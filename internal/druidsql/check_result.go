package druidsql

import "strings"

// result finds the type of a call whose operands are right.
func (c *checker) result(e *Call, f *Function) Type {
	switch f.Result {
	case ResultFixed:
		if n := len(e.Args); f.Name == "TIMESTAMPADD" && n > 0 && c.types[e.Args[n-1]].Kind != TimestampType {
			return Type{} // A DATE stays one when days are added.
		}
		return f.Fixed
	case ResultFirst, ResultLast:
		return c.sameAsOperand(f, values(e))
	case ResultLeastRestrictive:
		return c.leastRestrictive(values(e))
	case ResultReduction:
		return c.reduction(values(e))
	case ResultSum:
		return c.sum(e)
	case ResultAnyValue:
		return c.anyValue(e)
	case ResultArrayOfFirst, ResultArrayOfAll, ResultArray, ResultItem:
		return c.arrayResult(e, f)
	case ResultNamed:
		if e.JSON != nil && e.JSON.Returning != nil {
			return e.JSON.Returning.Type()
		}
		return Type{Kind: VarcharType}
	case ResultComplexNamed:
		if len(e.Args) > 0 {
			if name, ok := stringLiteral(e.Args[0]); ok {
				return complexType(name)
			}
		}
	case ResultUnit:
		return timestampDifference(e)
	}
	return Type{}
}

// sameAsOperand returns the type of the first or last operand.
func (c *checker) sameAsOperand(f *Function, operands []Expr) Type {
	if len(operands) == 0 {
		return Type{}
	}
	first := c.castTo(f, 0, c.types[operands[0]])
	if f.Result == ResultFirst || f.Name == "MOD" && first.Kind == DecimalType {
		return first
	}
	return c.castTo(f, len(f.Args)-1, c.types[operands[len(operands)-1]])
}

// arrayResult returns the type of a call that makes an array or takes an item of one.
func (c *checker) arrayResult(e *Call, f *Function) Type {
	first := c.first(e)
	switch f.Result {
	case ResultArrayOfFirst:
		if first.Kind == ArrayType {
			return Type{Kind: ArrayType}
		}
		return Type{Kind: ArrayType, Item: first.Kind}
	case ResultArrayOfAll:
		return Type{Kind: ArrayType, Item: c.leastRestrictive(values(e)).Kind}
	case ResultItem:
		switch first.Kind {
		case ArrayType:
			return Type{Kind: first.Item}
		case VarcharType:
			return first
		}
		return Type{}
	}
	return c.arrayAmong(e, f)
}

// values are the operands of a call that are no keywords and not left out.
func values(e *Call) []Expr {
	operands := make([]Expr, 0, len(e.Args))
	for _, arg := range e.Args {
		if _, ok := arg.(*Keyword); !ok && arg != nil {
			operands = append(operands, arg)
		}
	}
	return operands
}

func (c *checker) first(e *Call) Type {
	if len(e.Args) == 0 {
		return Type{}
	}
	return c.types[e.Args[0]]
}

// castTo returns the type that an operand has after it was cast to what the function takes.
func (c *checker) castTo(f *Function, i int, t Type) Type {
	types := f.Args[i].Types
	switch {
	case types.Has(t.Kind), t.Kind == NullType, types == AnyType:
		return t
	case types&Characters != 0:
		return Type{Kind: VarcharType}
	case types&Numbers == Integers:
		return Type{Kind: BigintType}
	case types&ExactNumbers != 0:
		return Type{Kind: DecimalType}
	}
	return Type{}
}

func (c *checker) leastRestrictive(operands []Expr) Type {
	all := Type{Kind: NullType}
	for _, operand := range operands {
		t := c.types[operand]
		wider, ok := leastRestrictive(all, t)
		if t.Kind == UnknownType || !ok {
			return Type{}
		}
		all = wider
	}
	return all
}

func (c *checker) reduction(operands []Expr) Type {
	result := Type{Kind: NullType}
	for _, operand := range operands {
		switch t := c.types[operand]; {
		case t.Kind == UnknownType:
			return Type{}
		case t.Kind == VarcharType:
			return Type{Kind: VarcharType}
		case approximate.Has(t.Kind), t.Kind == DecimalType:
			result = Type{Kind: DoubleType}
		case t.Kind != NullType && result.Kind == NullType:
			result = Type{Kind: BigintType}
		}
	}
	return result
}

func (c *checker) sum(e *Call) Type {
	switch t := c.first(e); {
	case t.Kind == UnknownType:
		return Type{}
	case Integers.Has(t.Kind):
		return Type{Kind: BigintType}
	}
	return Type{Kind: DoubleType}
}

func (c *checker) anyValue(e *Call) Type {
	switch t := c.first(e); {
	case t.Kind == UnknownType:
		return Type{}
	case numeric(t):
		return t
	}
	return Type{Kind: VarcharType}
}

// arrayAmong returns the type of the operand that is the array of an array function. A multi-value string is one of text.
func (c *checker) arrayAmong(e *Call, f *Function) Type {
	for i, operand := range e.Args {
		arg := f.arg(i)
		if arg == nil || arg.Types&Arrays == 0 {
			continue
		}
		switch t := c.types[operand]; t.Kind {
		case ArrayType:
			return t
		case VarcharType:
			return Type{Kind: ArrayType, Item: VarcharType}
		default:
			return Type{Kind: ArrayType}
		}
	}
	return Type{Kind: ArrayType}
}

// timestampDifference is INTEGER for the common units.
func timestampDifference(e *Call) Type {
	if len(e.Args) > 0 {
		if unit, ok := e.Args[0].(*Keyword); ok {
			switch strings.TrimPrefix(strings.TrimPrefix(unit.Text, "SQL_TSI_"), "FRAC_") {
			case "MICROSECOND", "NANOSECOND", "MILLISECOND", "SECOND":
				return Type{Kind: BigintType}
			}
			return Type{Kind: IntegerType}
		}
	}
	return Type{}
}
