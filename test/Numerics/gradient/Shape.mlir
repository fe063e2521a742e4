// Movements of elements.
//
// Every mode of pad with more padding than there are elements, too.

func.func @reshape(%x: tensor<2x6xf64>) -> tensor<4x3xf64> {
  %y = neap.reshape %x {shape = array<i64: 4, 3>} : tensor<2x6xf64> -> tensor<4x3xf64>
  return %y : tensor<4x3xf64>
}

func.func @reshape_to_scalar(%x: tensor<1x1xf64>) -> tensor<f64> {
  %y = neap.reshape %x {shape = array<i64>} : tensor<1x1xf64> -> tensor<f64>
  return %y : tensor<f64>
}

func.func @broadcast_new_dimensions(%x: tensor<3xf64>) -> tensor<2x4x3xf64> {
  %y = neap.broadcast %x {shape = array<i64: 2, 4, 3>} : tensor<3xf64> -> tensor<2x4x3xf64>
  return %y : tensor<2x4x3xf64>
}

func.func @broadcast_unit_dimensions(%x: tensor<4x1x3xf64>) -> tensor<4x5x3xf64> {
  %y = neap.broadcast %x {shape = array<i64: 4, 5, 3>} : tensor<4x1x3xf64> -> tensor<4x5x3xf64>
  return %y : tensor<4x5x3xf64>
}

func.func @broadcast_both(%x: tensor<3x1xf64>) -> tensor<2x3x4xf64> {
  %y = neap.broadcast %x {shape = array<i64: 2, 3, 4>} : tensor<3x1xf64> -> tensor<2x3x4xf64>
  return %y : tensor<2x3x4xf64>
}

func.func @broadcast_scalar(%x: tensor<f64>) -> tensor<5x2xf64> {
  %y = neap.broadcast %x {shape = array<i64: 5, 2>} : tensor<f64> -> tensor<5x2xf64>
  return %y : tensor<5x2xf64>
}

func.func @broadcast_unit_to_unit(%x: tensor<1x3xf64>) -> tensor<1x1x3xf64> {
  %y = neap.broadcast %x {shape = array<i64: 1, 1, 3>} : tensor<1x3xf64> -> tensor<1x1x3xf64>
  return %y : tensor<1x1x3xf64>
}

func.func @transpose_rotation(%x: tensor<2x3x4xf64>) -> tensor<3x4x2xf64> {
  %y = neap.transpose %x [1, 2, 0] : tensor<2x3x4xf64> -> tensor<3x4x2xf64>
  return %y : tensor<3x4x2xf64>
}

func.func @slice_with_steps(%x: tensor<5x3xf64>) -> tensor<2x3xf64> {
  %y = neap.slice %x [1, 0] sizes [2, 3] steps [2, 1] : tensor<5x3xf64> -> tensor<2x3xf64>
  return %y : tensor<2x3xf64>
}

func.func @slice_backward(%x: tensor<5x3xf64>) -> tensor<3x2xf64> {
  %y = neap.slice %x [4, 2] sizes [3, 2] steps [-2, -1] : tensor<5x3xf64> -> tensor<3x2xf64>
  return %y : tensor<3x2xf64>
}

func.func @slice_scatter(%x: tensor<2x3xf64>) -> tensor<6x4xf64> {
  %y = neap.slice_scatter %x [1, 2] steps [2, -1] shape [6, 4] : tensor<2x3xf64> -> tensor<6x4xf64>
  return %y : tensor<6x4xf64>
}

func.func @concat_of_three(%a: tensor<2x1x3xf64>, %b: tensor<2x4x3xf64>, %c: tensor<2x2x3xf64>) -> tensor<2x7x3xf64> {
  %y = neap.concat %a, %b, %c axis 1 : (tensor<2x1x3xf64>, tensor<2x4x3xf64>, tensor<2x2x3xf64>) -> tensor<2x7x3xf64>
  return %y : tensor<2x7x3xf64>
}

func.func @concat_with_itself(%a: tensor<2x3xf64>) -> tensor<4x3xf64> {
  %y = neap.concat %a, %a axis 0 : (tensor<2x3xf64>, tensor<2x3xf64>) -> tensor<4x3xf64>
  return %y : tensor<4x3xf64>
}

func.func @pad_constant(%x: tensor<3x4xf64>) -> tensor<4x9xf64> {
  %y = neap.pad %x constant low [1, 2] high [0, 3] {value = 0.7 : f64} : tensor<3x4xf64> -> tensor<4x9xf64>
  return %y : tensor<4x9xf64>
}

func.func @pad_constant_cut(%x: tensor<3x4xf64>) -> tensor<3x4xf64> {
  %y = neap.pad %x constant low [-1, 2] high [1, -2] : tensor<3x4xf64> -> tensor<3x4xf64>
  return %y : tensor<3x4xf64>
}

func.func @pad_reflect(%x: tensor<3x4xf64>) -> tensor<6x7xf64> {
  %y = neap.pad %x reflect low [2, 0] high [1, 3] : tensor<3x4xf64> -> tensor<6x7xf64>
  return %y : tensor<6x7xf64>
}

func.func @pad_reflect_more_than_once(%x: tensor<3xf64>) -> tensor<12xf64> {
  %y = neap.pad %x reflect low [5] high [4] : tensor<3xf64> -> tensor<12xf64>
  return %y : tensor<12xf64>
}

func.func @pad_reflect_one_element(%x: tensor<1x4xf64>) -> tensor<5x5xf64> {
  %y = neap.pad %x reflect low [2, 1] high [2, 0] : tensor<1x4xf64> -> tensor<5x5xf64>
  return %y : tensor<5x5xf64>
}

func.func @pad_reflect_cut(%x: tensor<5xf64>) -> tensor<6xf64> {
  %y = neap.pad %x reflect low [-1] high [2] : tensor<5xf64> -> tensor<6xf64>
  return %y : tensor<6xf64>
}

func.func @pad_edge(%x: tensor<3x4xf64>) -> tensor<6x5xf64> {
  %y = neap.pad %x edge low [2, 1] high [1, 0] : tensor<3x4xf64> -> tensor<6x5xf64>
  return %y : tensor<6x5xf64>
}

func.func @pad_edge_one_element(%x: tensor<1xf64>) -> tensor<6xf64> {
  %y = neap.pad %x edge low [2] high [3] : tensor<1xf64> -> tensor<6xf64>
  return %y : tensor<6xf64>
}

func.func @pad_wrap(%x: tensor<3x4xf64>) -> tensor<8x5xf64> {
  %y = neap.pad %x wrap low [2, 0] high [3, 1] : tensor<3x4xf64> -> tensor<8x5xf64>
  return %y : tensor<8x5xf64>
}

func.func @pad_wrap_more_than_once(%x: tensor<3xf64>) -> tensor<14xf64> {
  %y = neap.pad %x wrap low [7] high [4] : tensor<3xf64> -> tensor<14xf64>
  return %y : tensor<14xf64>
}

func.func @tile(%x: tensor<3x2xf64>) -> tensor<6x6xf64> {
  %y = neap.tile %x [2, 3] : tensor<3x2xf64> -> tensor<6x6xf64>
  return %y : tensor<6x6xf64>
}

func.func @tile_one_dimension(%x: tensor<2x1x3xf64>) -> tensor<2x4x3xf64> {
  %y = neap.tile %x [1, 4, 1] : tensor<2x1x3xf64> -> tensor<2x4x3xf64>
  return %y : tensor<2x4x3xf64>
}
