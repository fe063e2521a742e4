// One op a function, each of which a library does: see LibraryTest.cpp.

func.func @convolution(%x: tensor<2x5x9x8xf32>, %w: tensor<7x5x3x3xf32>) -> tensor<2x7x9x8xf32> {
  %y = neap.convolution %x, %w strides [1, 1] dilations [1, 1] pads [1, 1] to [1, 1] group 1
      : (tensor<2x5x9x8xf32>, tensor<7x5x3x3xf32>) -> tensor<2x7x9x8xf32>
  return %y : tensor<2x7x9x8xf32>
}

func.func @convolution_grouped_strided_with_unequal_pads(%x: tensor<2x4x10x9xf32>, %w: tensor<8x2x3x2xf32>) -> tensor<2x8x5x5xf32> {
  %y = neap.convolution %x, %w strides [2, 2] dilations [1, 1] pads [0, 1] to [1, 0] group 2
      : (tensor<2x4x10x9xf32>, tensor<8x2x3x2xf32>) -> tensor<2x8x5x5xf32>
  return %y : tensor<2x8x5x5xf32>
}

func.func @convolution_dilated(%x: tensor<1x3x12x12xf32>, %w: tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32> {
  %y = neap.convolution %x, %w strides [1, 1] dilations [2, 2] pads [0, 0] to [0, 0] group 1
      : (tensor<1x3x12x12xf32>, tensor<4x3x3x3xf32>) -> tensor<1x4x8x8xf32>
  return %y : tensor<1x4x8x8xf32>
}

func.func @convolution_backward_data(%dy: tensor<2x7x5x4xf32>, %w: tensor<7x5x3x3xf32>) -> tensor<2x5x9x8xf32> {
  %dx = neap.convolution_backward_data %dy, %w size [9, 8] strides [2, 2] dilations [1, 1] pads [1, 1] to [1, 1] group 1
      : (tensor<2x7x5x4xf32>, tensor<7x5x3x3xf32>) -> tensor<2x5x9x8xf32>
  return %dx : tensor<2x5x9x8xf32>
}

func.func @convolution_backward_weights(%x: tensor<2x5x9x8xf32>, %dy: tensor<2x7x9x8xf32>) -> tensor<7x5x3x3xf32> {
  %dw = neap.convolution_backward_weights %x, %dy kernel [3, 3] strides [1, 1] dilations [1, 1] pads [1, 1] to [1, 1] group 1
      : (tensor<2x5x9x8xf32>, tensor<2x7x9x8xf32>) -> tensor<7x5x3x3xf32>
  return %dw : tensor<7x5x3x3xf32>
}

func.func @matmul(%a: tensor<33x70xf32>, %b: tensor<70x19xf32>) -> tensor<33x19xf32> {
  %y = neap.matmul %a, %b : (tensor<33x70xf32>, tensor<70x19xf32>) -> tensor<33x19xf32>
  return %y : tensor<33x19xf32>
}

func.func @matmul_transposed_in_batches(%a: tensor<2x3x20x11xf32>, %b: tensor<3x17x20xf32>) -> tensor<2x3x11x17xf32> {
  %y = neap.matmul %a, %b transpose_a transpose_b : (tensor<2x3x20x11xf32>, tensor<3x17x20xf32>) -> tensor<2x3x11x17xf32>
  return %y : tensor<2x3x11x17xf32>
}
